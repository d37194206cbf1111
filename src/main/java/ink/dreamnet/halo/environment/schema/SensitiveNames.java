package ink.dreamnet.halo.environment.schema;

import java.util.regex.Pattern;

/// Decides by its name whether a variable holds a secret.
public final class SensitiveNames {

    private static final Pattern SECRET = Pattern.compile(
            "(?i)\\A(?:(?:(?:.*[_.-])?(?:secret|secrets|token|pwd|pass|key|apikey|credential|credentials|mnemonic|salt|pepper"
                    + "|seed_phrase|seed)|.*(?:password|passwd|passphrase))"
                    + "(?:[_.-](?:base64|b64|pem|json|hash|v?\\d+|old|new|next))?)");
    private static final Pattern PUBLIC = Pattern.compile(
            "(?i)\\A(?:(?:NEXT_PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|REACT_APP|VITE|GATSBY|PUBLIC)_.*|(?:.*[_.-])?(?:public|publishable|anon"
                    + "|sort|partition|primary|foreign|cache|site|lock|header|object|idempotency|message|redis)[_.-]?(?:key|token)"
                    + "(?:[_.-](?:base64|b64|pem|json|v?\\d+))?|(?:.*[_.-])?public[_.-](?:access|api)[_.-](?:key|token))");

    private static final Pattern PASSWORD = Pattern
            .compile("(?i)\\A(?:.*(?:password|passwd|passphrase|pwd|(?:^|[_.-])pass))");

    private SensitiveNames() {
    }

    /// @return whether a variable of that name is sensitive where no schema says otherwise
    public static boolean matches(String name) {
        return SECRET.matcher(name).matches() && !isPublic(name);
    }

    /// @return whether the name says that everybody may see the value
    public static boolean isPublic(String name) {
        return PUBLIC.matcher(name).matches();
    }

    /// @return whether the name says that the value is a password, so that a number is one too
    public static boolean isPassword(String name) {
        return PASSWORD.matcher(name).matches();
    }
}

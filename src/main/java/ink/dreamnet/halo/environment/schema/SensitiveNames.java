package ink.dreamnet.halo.environment.schema;

import java.util.regex.Pattern;

/// Decides by its name whether a variable holds a secret.
public final class SensitiveNames {

    private static final Pattern SECRET = Pattern.compile(
            "(?i)(?:.*[_.-])?(?:secret|secrets|token|password|passwd|passphrase|pwd|pass|key|apikey|credential|credentials|"
                    + "mnemonic|salt|pepper|dsn|seed_phrase|seed)(?:[_.-](?:base64|b64|pem|json|hash|v?\\d+|old|new|next))?");
    private static final Pattern PUBLIC = Pattern.compile(
            "(?i)(?:NEXT_PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|REACT_APP|VITE|GATSBY|PUBLIC)_.*"
                    + "|(?:.*[_.-])?(?:public|publishable|sort|partition|primary|foreign|cache|site)[_.-]?key");

    private SensitiveNames() {
    }

    /// @return whether a variable of that name is sensitive where no schema says otherwise
    public static boolean matches(String name) {
        return SECRET.matcher(name).matches() && !PUBLIC.matcher(name).matches();
    }
}

package ink.dreamnet.halo.environment.schema;

import java.util.regex.Pattern;

import ink.dreamnet.halo.environment.dotenv.SecretText;

/// Recognizes what stands in a value's place until somebody puts the value there.
public final class Placeholders {

    private static final int MAX_LENGTH = 200;

    private static final Pattern ANY = Pattern.compile("(?is)"
            + "change[-_ ]?(?:me|this)\\b.*|(?:replace|fill|edit|set)[-_ ]?(?:me|this|in|with)\\b.*|x{3,}|"
            + "(?:[a-z0-9]{1,12}[-_])*x{4,}|"
            + "your[-_ ].*[-_ ]here|(?:insert|put|enter|add)[-_ ].*[-_ ]here|"
            + "your[-_ ](?:[a-z0-9]+[-_ ])*(?:key|token|secret|password|id|url|domain|name|value|host|user|username|email)|"
            + "<[^<>]+>|\\{\\{[^{}]+}}|\\[(?:your|insert|put|enter)[^\\[\\]]*]|"
            + "todo|todo[: ].*|fixme|fixme[: ].*|tbd|place[-_ ]?holder|dummy|\\.{3,}|\u2026|\\?{3,}|\\*{3,}");
    private static final Pattern OF_SECRETS = Pattern
            .compile("(?i)password|passwd|secret|token|changeit|key|apikey|api[-_]key");

    private Placeholders() {
    }

    /// @param sensitive whether a secret is expected there
    /// @return whether the value only keeps the place
    public static boolean matches(SecretText value, boolean sensitive) {
        if (value.length() == 0 || value.length() > MAX_LENGTH) {
            return false;
        }
        return ANY.matcher(value.stripped()).matches() || sensitive && OF_SECRETS.matcher(value.stripped()).matches();
    }
}

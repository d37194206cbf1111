package ink.dreamnet.halo.console.layout;

import java.util.Locale;
import java.util.regex.Pattern;

/// Makes words of the names that the API has.
public final class Words {

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern BETWEEN = Pattern.compile("[._-]+");

    private static final Pattern ABBREVIATION = Pattern.compile("\\b(dns|id|tls|url)\\b");
    private static final Pattern ID = Pattern.compile(" ?\\b(cycle )?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

    private Words() {
    }

    /// @param name a name in camel case, or with dots, hyphens or underscores
    /// @return it as words: `first byte` of `firstByte`, `pending approval` of `pending-approval`
    public static String of(String name) {
        String words = BETWEEN.matcher(HUMP.matcher(name).replaceAll(" ")).replaceAll(" ").strip()
                .toLowerCase(Locale.ROOT);
        return ABBREVIATION.matcher(words).replaceAll(found -> found.group().toUpperCase(Locale.ROOT));
    }

    /// @return as [#of], as a sentence begins
    public static String title(String name) {
        String words = of(name);
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /// @return a sentence without the ids in it, which say nothing to people
    public static String withoutIds(String sentence) {
        return ID.matcher(sentence).replaceAll("");
    }
}

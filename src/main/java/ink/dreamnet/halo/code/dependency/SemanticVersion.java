package ink.dreamnet.halo.code.dependency;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// A version of [Semantic Versioning 2.0.0](https://semver.org), without its build metadata, which does not order.
///
/// @param pre the identifiers of a pre-release; empty for a release
record SemanticVersion(long major, long minor, long patch, List<String> pre) implements Comparable<SemanticVersion> {

    private static final Pattern FORM = Pattern.compile("[v=\\s]*(\\d{1,16})\\.(\\d{1,16})\\.(\\d{1,16})"
            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?");

    /// As npm has it. java.util.regex recurs for each identifier.
    private static final int LONGEST = 256;

    /// @return null where the text is no version, or longer than one may be
    static @Nullable SemanticVersion parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        return text.length() > LONGEST || !form.matches()
                ? null
                : new SemanticVersion(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)),
                        Long.parseLong(form.group(3)), pre(form.group(4)));
    }

    static List<String> pre(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split("\\."));
    }

    boolean sameRelease(SemanticVersion other) {
        return major == other.major && minor == other.minor && patch == other.patch;
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = Long.compare(major, other.major);
        order = order != 0 ? order : Long.compare(minor, other.minor);
        order = order != 0 ? order : Long.compare(patch, other.patch);
        if (order != 0 || pre.equals(other.pre)) {
            return order;
        }
        if (pre.isEmpty() || other.pre.isEmpty()) {
            return pre.isEmpty() ? 1 : -1;
        }
        for (int i = 0; i < pre.size() && i < other.pre.size(); i++) {
            order = identifiers(pre.get(i), other.pre.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pre.size(), other.pre.size());
    }

    private static int identifiers(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        if (number && one.length() != other.length()) {
            return Integer.compare(one.length(), other.length());
        }
        return one.compareTo(other);
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

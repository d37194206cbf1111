package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Which versions satisfy a requirement, as the `semver` package of npm defines it (its grammar and the desugaring of `^`, `~`,
/// `x` and hyphen ranges in its README), and as Cargo does.
///
/// @param sets alternatives, each of comparators that must all hold
record VersionRange(List<List<Comparator>> sets) {

    private static final String PART = "(?:(0|[1-9]\\d{0,15}|[xX*])"
            + "(?:\\.(0|[1-9]\\d{0,15}|[xX*])(?:\\.(0|[1-9]\\d{0,15}|[xX*])(?:-?((?<=-)[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?"
            + "(?:\\+[0-9A-Za-z.-]+)?)?)?)";
    private static final Pattern HYPHEN = Pattern.compile("\\s*+[v=]*+(\\S++)\\s++-\\s++[v=]*+(\\S++)\\s*+");
    private static final Pattern PARTIAL = Pattern.compile(PART);
    private static final Pattern SIMPLE = Pattern.compile("(>=|<=|>|<|=|\\^|~>|~)?[v=\\s]*+" + PART);
    private static final Pattern GLUE = Pattern.compile("(>=|<=|>|<|=|\\^|~>|~)\\s+");

    /// @param operator `>=`, `<=`, `>`, `<` or `=`
    record Comparator(String operator, SemanticVersion bound) {

        boolean holds(SemanticVersion version) {
            int order = version.compareTo(bound);
            return switch (operator) {
                case ">=" -> order >= 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case "<" -> order < 0;
                default -> order == 0;
            };
        }
    }

    /// Reads a range of npm.
    ///
    /// @return null where the text is no range (`latest`, an address)
    static @Nullable VersionRange npm(String text) {
        if (text.length() > 1000) {
            return null;
        }
        List<List<Comparator>> sets = new ArrayList<>();
        for (String alternative : text.split("\\|\\|", -1)) {
            List<Comparator> set = set(alternative.strip());
            if (set == null) {
                return null;
            }
            sets.add(set);
        }
        return new VersionRange(sets);
    }

    /// Reads a requirement of Cargo: comparators with commas, of which one without an operator means `^`.
    ///
    /// @return null where the text is none
    static @Nullable VersionRange cargo(String text) {
        StringBuilder npm = new StringBuilder();
        for (String part : text.split(",")) {
            String comparator = part.strip();
            boolean bare = !comparator.isEmpty() && Character.isDigit(comparator.charAt(0))
                    && comparator.indexOf('*') < 0;
            npm.append(bare ? "^" : "").append(comparator).append(' ');
        }
        return npm(npm.toString());
    }

    boolean allows(SemanticVersion version) {
        for (List<Comparator> set : sets) {
            boolean all = set.stream().allMatch(comparator -> comparator.holds(version));
            // a pre-release is only meant where a comparator names one of the same release
            if (all && (version.pre().isEmpty() || set.stream().anyMatch(
                    comparator -> !comparator.bound().pre().isEmpty() && comparator.bound().sameRelease(version)))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable List<Comparator> set(String text) {
        List<Comparator> set = new ArrayList<>();
        Matcher hyphen = HYPHEN.matcher(text);
        if (hyphen.matches()) {
            Partial from = Partial.of(PARTIAL.matcher(hyphen.group(1)));
            Partial to = Partial.of(PARTIAL.matcher(hyphen.group(2)));
            if (from == null || to == null) {
                return null;
            }
            if (!from.anyMajor()) {
                set.add(new Comparator(">=", from.floor()));
            }
            if (!to.anyMajor()) {
                set.add(to.anyPatch() ? new Comparator("<", to.above()) : new Comparator("<=", to.floor()));
            }
            return set;
        }
        String glued = GLUE.matcher(text).replaceAll("$1");
        for (String part : glued.isEmpty() ? new String[0] : glued.split("\\s+")) {
            Matcher simple = SIMPLE.matcher(part);
            if (!simple.matches()) {
                return null;
            }
            String operator = simple.group(1) == null ? "=" : simple.group(1);
            add(set, operator, new Partial(simple.group(2), simple.group(3), simple.group(4), simple.group(5)));
        }
        return set;
    }

    private static void add(List<Comparator> set, String operator, Partial partial) {
        if (partial.anyMajor()) {
            if (operator.equals(">") || operator.equals("<")) {
                set.add(new Comparator("<", new SemanticVersion(0, 0, 0, List.of("0"))));
            }
            return;
        }
        SemanticVersion floor = partial.floor();
        switch (operator) {
            case "^" -> {
                set.add(new Comparator(">=", floor));
                set.add(new Comparator("<", partial.aboveCaret()));
            }
            case "~", "~>" -> {
                set.add(new Comparator(">=", floor));
                set.add(new Comparator("<",
                        partial.anyPatch() ? partial.above() : below(floor.major(), floor.minor() + 1, 0)));
            }
            case "=" -> {
                if (partial.anyPatch()) {
                    set.add(new Comparator(">=", floor));
                    set.add(new Comparator("<", partial.above()));
                } else {
                    set.add(new Comparator("=", floor));
                }
            }
            case ">" -> set.add(
                    partial.anyPatch() ? new Comparator(">=", released(partial.above())) : new Comparator(">", floor));
            case "<=" ->
                set.add(partial.anyPatch() ? new Comparator("<", partial.above()) : new Comparator("<=", floor));
            case "<" -> set.add(new Comparator("<",
                    partial.anyPatch() ? below(floor.major(), floor.minor(), floor.patch()) : floor));
            default -> set.add(new Comparator(operator, floor));
        }
    }

    private static SemanticVersion below(long major, long minor, long patch) {
        return new SemanticVersion(major, minor, patch, List.of("0"));
    }

    private static SemanticVersion released(SemanticVersion version) {
        return new SemanticVersion(version.major(), version.minor(), version.patch(), List.of());
    }

    /// A version of which parts may be missing or `x`.
    private record Partial(@Nullable String major, @Nullable String minor, @Nullable String patch,
            @Nullable String pre) {

        static @Nullable Partial of(Matcher partial) {
            return !partial.matches()
                    ? null
                    : new Partial(partial.group(1), partial.group(2), partial.group(3), partial.group(4));
        }

        boolean anyMajor() {
            return isAny(major);
        }

        boolean anyMinor() {
            return anyMajor() || isAny(minor);
        }

        boolean anyPatch() {
            return anyMinor() || isAny(patch);
        }

        SemanticVersion floor() {
            return new SemanticVersion(number(major), anyMinor() ? 0 : number(minor), anyPatch() ? 0 : number(patch),
                    anyPatch() ? List.of() : SemanticVersion.pre(pre));
        }

        /// The first version above all that a partial version stands for.
        SemanticVersion above() {
            SemanticVersion floor = floor();
            return anyMinor() ? below(floor.major() + 1, 0, 0) : below(floor.major(), floor.minor() + 1, 0);
        }

        SemanticVersion aboveCaret() {
            SemanticVersion floor = floor();
            if (floor.major() > 0 || anyMinor()) {
                return below(floor.major() + 1, 0, 0);
            }
            return floor.minor() > 0 || anyPatch() ? below(0, floor.minor() + 1, 0) : below(0, 0, floor.patch() + 1);
        }

        private static boolean isAny(@Nullable String part) {
            return part == null || part.equals("x") || part.equals("X") || part.equals("*");
        }

        private static long number(@Nullable String part) {
            return part == null ? 0 : Long.parseLong(part);
        }
    }
}

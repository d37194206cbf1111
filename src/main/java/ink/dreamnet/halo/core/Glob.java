package ink.dreamnet.halo.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A pattern that somebody wrote, for whole texts. Nothing is tried twice: a match takes at most as many steps as the pattern's
/// length times the text's, whatever the pattern. Immutable; equal where pattern and syntax are.
public final class Glob {

    /// Any text: `*`, and the `**` of a path.
    private static final int ANY = -1;
    private static final int ANY_BUT_SLASH = -2;
    private static final int ONE = -3;
    private static final int ONE_BUT_SLASH = -4;
    /// Begins `**/`: all up to a slash ([#TO_SLASH], which follows it), or nothing.
    private static final int MAYBE = -5;
    private static final int TO_SLASH = -6;
    /// What follows the text.
    private static final int NOTHING = -7;

    private static final int MOST_ALTERNATIVES = 100;

    private final String pattern;
    private final Syntax syntax;
    private final List<int[]> alternatives = new ArrayList<>(1);

    private enum Syntax {
        WILDCARD, TEXT, PATH, PATH_WITH_ALTERNATIVES
    }

    private Glob(String pattern, Syntax syntax) {
        this.pattern = pattern;
        this.syntax = syntax;
        for (String one : syntax == Syntax.PATH_WITH_ALTERNATIVES ? expand(pattern) : List.of(pattern)) {
            alternatives.add(tokens(one, syntax));
        }
    }

    /// `*` stands for any text, everything else for itself.
    public static Glob wildcard(String pattern) {
        return new Glob(pattern, Syntax.WILDCARD);
    }

    /// `*` stands for any text, `?` for any one character; `\` takes the next character literally.
    public static Glob text(String pattern) {
        return new Glob(pattern, Syntax.TEXT);
    }

    /// As in `.gitignore`: `*` and `?` stand for what has no slash, `**` for any text, `**/` for any directories or none; a
    /// pattern that ends with a slash means all below.
    public static Glob path(String pattern) {
        return new Glob(pattern.endsWith("/") ? pattern + "**" : pattern, Syntax.PATH);
    }

    /// As [#path], and `{a,b}` stands for `a` or `b`. With braces that do not match, or more than 100 alternatives, it matches
    /// nothing.
    public static Glob pathWithAlternatives(String pattern) {
        return new Glob(pattern, Syntax.PATH_WITH_ALTERNATIVES);
    }

    /// @return whether the whole text is as the pattern says
    public boolean matches(String text) {
        for (int[] tokens : alternatives) {
            if (matches(tokens, text)) {
                return true;
            }
        }
        return false;
    }

    /// Follows all ways to match at once, one character after the other.
    private static boolean matches(int[] tokens, String text) {
        int end = tokens.length;
        int literal = 0;
        while (literal < end && tokens[literal] >= 0) {
            if (literal == text.length() || text.charAt(literal) != tokens[literal]) {
                return false;
            }
            literal++;
        }
        if (literal == end - 1 && tokens[literal] == ANY) {
            return true;
        }
        boolean[] at = new boolean[end + 1];
        boolean[] next = new boolean[end + 1];
        at[literal] = true;
        int first = literal;
        for (int i = literal; i < text.length() && first >= 0; i++) {
            Arrays.fill(next, false);
            first = step(tokens, at, first, text.charAt(i), next);
            boolean[] last = at;
            at = next;
            next = last;
        }
        if (first >= 0) {
            step(tokens, at, first, NOTHING, next);
        }
        return at[end];
    }

    /// Marks in `next` where a character leads, and in `at` what is reached without one.
    ///
    /// @param first the first token that may be marked
    /// @return the first token that may be marked in `next`: once an [#ANY] is reached, it also takes what those before it could;
    ///         -1 where none is
    private static int step(int[] tokens, boolean[] at, int first, int c, boolean[] next) {
        int from = -1;
        for (int token = first; token < tokens.length; token++) {
            if (!at[token]) {
                continue;
            }
            int wanted = tokens[token];
            at[token + 1] |= wanted == ANY || wanted == ANY_BUT_SLASH || wanted == MAYBE;
            if (wanted == MAYBE) {
                at[token + 2] = true;
            }
            boolean stays = wanted == ANY || wanted == TO_SLASH || wanted == ANY_BUT_SLASH && c != '/';
            boolean goesOn = wanted == c || wanted == ONE || wanted == ONE_BUT_SLASH && c != '/'
                    || wanted == TO_SLASH && c == '/';
            next[token] |= stays;
            next[token + 1] |= goesOn;
            from = wanted == ANY || from < 0 && stays ? token : from < 0 && goesOn ? token + 1 : from;
        }
        return from;
    }

    private static int[] tokens(String pattern, Syntax syntax) {
        boolean path = syntax == Syntax.PATH || syntax == Syntax.PATH_WITH_ALTERNATIVES;
        int[] tokens = new int[pattern.length()];
        int count = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (path && pattern.startsWith("**/", i)) {
                tokens[count++] = MAYBE;
                tokens[count++] = TO_SLASH;
                i += 2;
            } else if (path && pattern.startsWith("**", i)) {
                tokens[count++] = ANY;
                i++;
            } else if (c == '*') {
                tokens[count++] = path ? ANY_BUT_SLASH : ANY;
            } else if (c == '?' && syntax != Syntax.WILDCARD) {
                tokens[count++] = path ? ONE_BUT_SLASH : ONE;
            } else if (c == '\\' && syntax == Syntax.TEXT && i + 1 < pattern.length()) {
                tokens[count++] = pattern.charAt(++i);
            } else {
                tokens[count++] = c;
            }
        }
        return Arrays.copyOf(tokens, count);
    }

    /// Replaces the last, and so innermost, braces by each of their alternatives until there are none.
    private static List<String> expand(String pattern) {
        List<String> all = new ArrayList<>(List.of(pattern));
        for (int i = 0; i < all.size();) {
            String one = all.get(i);
            int open = one.lastIndexOf('{');
            int close = one.indexOf('}', Math.max(open, 0));
            if (open < 0 && close < 0) {
                i++;
                continue;
            }
            if (open < 0 || close < 0) {
                return List.of();
            }
            String[] inside = one.substring(open + 1, close).split(",", -1);
            if (all.size() - 1 + inside.length > MOST_ALTERNATIVES) {
                return List.of();
            }
            all.remove(i);
            for (String each : inside) {
                all.add(one.substring(0, open) + each + one.substring(close + 1));
            }
        }
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob that && pattern.equals(that.pattern) && syntax == that.syntax;
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}

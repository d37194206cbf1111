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
    /// Matches no character.
    private static final int NEVER = -8;
    /// This one, and each below it, stands for one of the [#classes].
    private static final int FIRST_CLASS = -9;

    private static final int MOST_ALTERNATIVES = 100;
    /// After how many steps they are counted.
    private static final int COUNTED = 4096;

    private final String pattern;
    private final Syntax syntax;
    private final List<int[]> alternatives = new ArrayList<>(1);
    private final List<CharacterClass> classes = new ArrayList<>(0);

    private enum Syntax {
        WILDCARD, TEXT, PATH, PATH_WITH_ALTERNATIVES, GITIGNORE;

        boolean escapes() {
            return this == TEXT || this == GITIGNORE;
        }

        boolean ofPaths() {
            return this == PATH || this == PATH_WITH_ALTERNATIVES || this == GITIGNORE;
        }
    }

    private Glob(String pattern, Syntax syntax) {
        this.pattern = pattern;
        this.syntax = syntax;
        for (String one : syntax == Syntax.PATH_WITH_ALTERNATIVES ? expand(pattern) : List.of(pattern)) {
            Budget.spend(one.length());
            alternatives.add(tokens(one));
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

    /// As a line of a `.gitignore` without its `!`, and without the slashes at its ends: as [#path] where `**` stands between
    /// slashes, otherwise it is a `*`; `[a-z]` and `[!a-z]` stand for one character, `\` takes the next one literally.
    public static Glob gitignore(String pattern) {
        return new Glob(pattern, Syntax.GITIGNORE);
    }

    /// @return whether the whole text is as the pattern says
    /// @throws Budget.ExhaustedException where that takes more steps than the [Budget] of this thread has
    public boolean matches(String text) {
        for (int[] tokens : alternatives) {
            if (matches(tokens, text)) {
                return true;
            }
        }
        return false;
    }

    /// Follows all ways to match at once, one character after the other.
    private boolean matches(int[] tokens, String text) {
        int end = tokens.length;
        int literal = 0;
        while (literal < end && tokens[literal] >= 0) {
            if (literal == text.length() || text.charAt(literal) != tokens[literal]) {
                Budget.spend(literal + 1L);
                return false;
            }
            literal++;
        }
        if (literal == end - 1 && tokens[literal] == ANY) {
            return true;
        }
        int tail = end;
        for (int at = text.length(); tail > literal && tokens[tail - 1] >= 0; tail--) {
            if (--at < literal || text.charAt(at) != tokens[tail - 1]) {
                Budget.spend(literal + end - tail + 1L);
                return false;
            }
        }
        long steps = pattern.length();
        boolean[] at = new boolean[end + 1];
        boolean[] next = new boolean[end + 1];
        at[literal] = true;
        int first = literal;
        for (int i = literal; i < text.length() && first >= 0; i++) {
            steps += pattern.length() - Math.min(first, pattern.length()) + 1;
            if (steps > COUNTED) {
                Budget.spend(steps);
                steps = 0;
            }
            Arrays.fill(next, false);
            first = step(tokens, at, first, text.charAt(i), next);
            boolean[] last = at;
            at = next;
            next = last;
        }
        Budget.spend(steps);
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
    private int step(int[] tokens, boolean[] at, int first, int c, boolean[] next) {
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
                    || wanted == TO_SLASH && c == '/'
                    || wanted <= FIRST_CLASS && classes.get(FIRST_CLASS - wanted).matches(c);
            next[token] |= stays;
            next[token + 1] |= goesOn;
            from = wanted == ANY || from < 0 && stays ? token : from < 0 && goesOn ? token + 1 : from;
        }
        return from;
    }

    private int[] tokens(String pattern) {
        boolean path = syntax.ofPaths();
        int[] tokens = new int[pattern.length()];
        int count = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (path && isDouble(pattern, i)) {
                boolean directories = pattern.startsWith("/", i + 2);
                tokens[count++] = directories ? MAYBE : ANY;
                i++;
                if (directories) {
                    tokens[count++] = TO_SLASH;
                    i++;
                }
            } else if (c == '*') {
                tokens[count++] = path ? ANY_BUT_SLASH : ANY;
            } else if (c == '?' && syntax != Syntax.WILDCARD) {
                tokens[count++] = path ? ONE_BUT_SLASH : ONE;
            } else if (c == '[' && syntax == Syntax.GITIGNORE) {
                CharacterClass one = CharacterClass.parse(pattern, i);
                tokens[count++] = one == null ? NEVER : FIRST_CLASS - classes.size();
                if (one == null) {
                    break;
                }
                classes.add(one);
                i = one.end();
            } else if (c == '\\' && syntax.escapes() && i + 1 < pattern.length()) {
                tokens[count++] = pattern.charAt(++i);
            } else {
                tokens[count++] = c;
            }
        }
        return Arrays.copyOf(tokens, count);
    }

    /// @return whether a `**` begins there, and not just two `*`
    private boolean isDouble(String pattern, int start) {
        return pattern.startsWith("**", start) && (syntax != Syntax.GITIGNORE
                || (start == 0 || pattern.charAt(start - 1) == '/')
                        && (start + 2 == pattern.length() || pattern.charAt(start + 2) == '/'));
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

package ink.dreamnet.halo.core;

import java.util.Locale;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

/// One `[…]` of a [Glob]: ranges (`a-z`), single characters, POSIX classes (`[:digit:]`), all of them or, after `!` or `^`, all
/// others. Never a slash.
///
/// @param pattern the pattern that it is a part of
/// @param from where its characters begin
/// @param end where its closing bracket is
/// @param negated whether it is all others
record CharacterClass(String pattern, int from, int end, boolean negated) {

    /// @param open where its opening bracket is
    /// @return null where it has no end
    static @Nullable CharacterClass parse(String pattern, int open) {
        boolean negated = pattern.startsWith("!", open + 1) || pattern.startsWith("^", open + 1);
        int from = open + (negated ? 2 : 1);
        int at = from;
        while (at < pattern.length() && (pattern.charAt(at) != ']' || at == from)) {
            int named = namedEnd(pattern, at);
            at = named > 0 ? named : at + (pattern.charAt(at) == '\\' ? 2 : 1);
        }
        return at < pattern.length() ? new CharacterClass(pattern, from, at, negated) : null;
    }

    /// @return where `[:name:]` ends; -1 where there is none
    private static int namedEnd(String pattern, int at) {
        int end = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at) : -1;
        return end < 0 ? -1 : end + 2;
    }

    boolean matches(int c) {
        return c >= 0 && c != '/' && has(c) != negated;
    }

    private boolean has(int c) {
        int at = from;
        while (at < end) {
            int named = namedEnd(pattern, at);
            if (named > 0) {
                if (isNamed(pattern.substring(at + 2, named - 2), c)) {
                    return true;
                }
                at = named;
                continue;
            }
            at += pattern.charAt(at) == '\\' ? 1 : 0;
            char low = pattern.charAt(at);
            char high = low;
            at++;
            if (at + 1 < end && pattern.charAt(at) == '-') {
                at += pattern.charAt(at + 1) == '\\' ? 2 : 1;
                high = pattern.charAt(at);
                at++;
            }
            if (c >= low && c <= high) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamed(String name, int c) {
        IntPredicate is = switch (name.toLowerCase(Locale.ROOT)) {
            case "alnum" -> Character::isLetterOrDigit;
            case "alpha" -> Character::isLetter;
            case "digit" -> Character::isDigit;
            case "lower" -> Character::isLowerCase;
            case "upper" -> Character::isUpperCase;
            case "space" -> Character::isWhitespace;
            case "blank" -> each -> each == ' ' || each == '\t';
            case "cntrl" -> Character::isISOControl;
            case "xdigit" -> each -> Character.digit(each, 16) >= 0;
            case "punct" -> each -> each > ' ' && each < 127 && !Character.isLetterOrDigit(each);
            case "print" -> each -> !Character.isISOControl(each);
            case "graph" -> each -> each > ' ' && !Character.isISOControl(each);
            default -> each -> false;
        };
        return is.test(c);
    }
}

package ink.dreamnet.halo.core;

import java.util.ArrayDeque;
import java.util.Deque;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A regular expression that somebody wrote, for whole texts, in the syntax of RE2
/// (<https://github.com/google/re2/wiki/Syntax>): without look-around, back-references and possessive quantifiers. A match takes
/// at most as many steps as the expression's size times the text's length. Immutable; equal where the expression is.
public final class Regex {

    private static final int MOST_CHARACTERS = 1000;
    /// Of the instructions that an expression becomes: `(a{30}){30}` has 900.
    private static final int LARGEST = 5_000;
    /// What an instruction counts in a [Budget], for the memory that it takes.
    private static final int INSTRUCTION = 100;
    private static final long MOST_STEPS = 100_000_000;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /// Thrown where a text is no such expression. The message is the end of a sentence about it.
    public static final class MalformedException extends RuntimeException {

        private MalformedException(String message) {
            super(message);
        }
    }

    /// @throws MalformedException where the text is not an expression, or becomes too large a one
    /// @throws Budget.ExhaustedException where the [Budget] is used up
    public static Regex compile(String expression) {
        if (expression.length() > MOST_CHARACTERS) {
            throw new MalformedException("has %d characters; at most %d are allowed".formatted(expression.length(),
                    MOST_CHARACTERS));
        }
        if (expression.contains("&&[")) {
            // RE2 takes it literally, and so something else would match
            throw new MalformedException("has an intersection of character classes (&&[), which is not supported");
        }
        long size = size(expression);
        if (size > LARGEST) {
            throw new MalformedException("repeats too much: it stands for more than %d characters".formatted(LARGEST));
        }
        Budget.spend(INSTRUCTION * size);
        try {
            return new Regex(Pattern.compile(expression));
        } catch (PatternSyntaxException wrong) {
            throw new MalformedException("is not a regular expression of RE2's syntax: %s%s".formatted(
                    wrong.getDescription(), wrong.getPattern() == null ? "" : " `" + wrong.getPattern() + "`"));
        }
    }

    /// @return whether the whole text is as the expression says
    /// @throws Budget.ExhaustedException where the text is too long for it, or the [Budget] is used up
    public boolean matches(CharSequence text) {
        long steps = (long) pattern.programSize() * (text.length() + 1);
        Budget.spend(steps);
        if (steps > MOST_STEPS) {
            throw new Budget.ExhaustedException("takes too many steps");
        }
        return pattern.matcher(text).matches();
    }

    /// How large the expression becomes where each counted repetition is written out, or a little more. RE2 does that before
    /// anything could stop it.
    private static long size(String expression) {
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long last = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            int repeatEnd = c == '{' ? repeatEnd(expression, i) : -1;
            if (repeatEnd > 0) {
                last = Math.min(last, LARGEST + 1L) * (most(expression.substring(i + 1, repeatEnd)) + 1);
                i = repeatEnd;
            } else if (c == '(') {
                outer.push(sum + last);
                sum = 0;
                last = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = sum + last + 2;
                sum = outer.pop();
            } else {
                int end = atomEnd(expression, i);
                sum += last;
                last = end - i;
                i = end - 1;
            }
        }
        while (!outer.isEmpty()) {
            sum += outer.pop();
        }
        return sum + last;
    }

    /// @return the place of the brace that ends a repetition (`{3}`, `{3,}`, `{3,5}`); -1 where there is none
    private static int repeatEnd(String expression, int open) {
        int at = open + 1;
        while (at < expression.length()
                && (Character.isDigit(expression.charAt(at)) || at > open + 1 && expression.charAt(at) == ',')) {
            at++;
        }
        return at > open + 1 && at < expression.length() && expression.charAt(at) == '}' ? at : -1;
    }

    private static long most(String counts) {
        long most = 0;
        for (String count : counts.split(",", -1)) {
            most = Math.max(most, count.length() > 4 ? LARGEST : count.isEmpty() ? 0 : Long.parseLong(count));
        }
        return most;
    }

    /// @return where a character, an escape, a quotation (`\Q…\E`) or a class (`[…]`) ends
    private static int atomEnd(String expression, int start) {
        int at = start + 1;
        if (expression.startsWith("\\Q", start)) {
            int end = expression.indexOf("\\E", start);
            return end < 0 ? expression.length() : end + 2;
        }
        if (expression.charAt(start) == '\\') {
            return Math.min(at + 1, expression.length());
        }
        if (expression.charAt(start) != '[') {
            return at;
        }
        at += expression.startsWith("^", at) ? 1 : 0;
        at += expression.startsWith("]", at) ? 1 : 0;
        while (at < expression.length() && expression.charAt(at) != ']') {
            int named = expression.startsWith("[:", at) ? expression.indexOf(":]", at) : -1;
            at = named > 0 ? named + 2 : at + (expression.charAt(at) == '\\' ? 2 : 1);
        }
        return Math.min(at + 1, expression.length());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex that && pattern.pattern().equals(that.pattern.pattern());
    }

    @Override
    public int hashCode() {
        return pattern.pattern().hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}

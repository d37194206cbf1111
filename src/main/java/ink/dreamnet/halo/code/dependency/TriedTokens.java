package ink.dreamnet.halo.code.dependency;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.dependency.ScriptTokens.Kind;
import ink.dreamnet.halo.code.dependency.ScriptTokens.Token;

/// What of a script stands in a `try` after whose failure the script goes on. One whose `catch` always throws again or ends the process, or
/// that has none, goes on as little as without it.
final class TriedTokens {

    /// What leaves a `catch` or a part of it without a failure.
    private static final Set<String> LEAVING = Set.of("return", "break", "continue", "yield");
    private static final Set<String> CONDITIONS = Set.of("if", "while", "for", "with");

    /// A `catch` with more tokens does more than to report the failure.
    private static final int LONGEST = 1_000;

    private final List<Token> tokens;
    private final BitSet mayFail = new BitSet();
    /// Of each closing bracket, the opening one; of each opening one, the closing one; -1 where it has none.
    private final int[] partner;

    TriedTokens(List<Token> tokens) {
        this.tokens = tokens;
        this.partner = new int[tokens.size()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            partner[i] = -1;
            if (isAny(i, "(", "[", "{")) {
                open.push(i);
            } else if (isAny(i, ")", "]", "}") && !open.isEmpty()) {
                int opening = open.pop();
                partner[i] = opening;
                partner[opening] = i;
            }
        }
        // from the end on, so that of several one in the other each is looked through once
        int known = Integer.MAX_VALUE;
        for (int i = 0; i < tokens.size(); i++) {
            boolean block = isAny(i, "try") && isAny(i + 1, "{");
            if (block && (i > known || known == Integer.MAX_VALUE) && goesOn(i + 1)) {
                known = partner[i + 1] < 0 ? tokens.size() : partner[i + 1];
                mayFail.set(i + 1, known);
            }
        }
    }

    /// @return whether a failure of the token at an index is caught, and the script goes on
    boolean mayFail(int index) {
        return mayFail.get(index);
    }

    private boolean goesOn(int block) {
        int end = partner[block];
        if (end < 0) {
            return true;
        }
        int handler = end + 1;
        if (!isAny(handler, "catch")) {
            return !isAny(handler, "finally");
        }
        int body = isAny(handler + 1, "(") && partner[handler + 1] > 0 ? partner[handler + 1] + 1 : handler + 1;
        return !isAny(body, "{") || partner[body] < 0 || partner[body] - body > LONGEST || !alwaysFails(body);
    }

    /// @param body of a `catch`, at its opening bracket
    private boolean alwaysFails(int body) {
        int depth = tokens.get(body).depth() + 1;
        for (int i = body + 1; i < partner[body]; i++) {
            Token token = tokens.get(i);
            if (token.kind() == Kind.WORD && LEAVING.contains(token.text()) && !isAny(i - 1, ".")) {
                return false;
            }
            boolean ends = isAny(i, "throw") && !isAny(i - 1, ".")
                    || isAny(i, "process") && isAny(i + 1, ".") && isAny(i + 2, "exit") && isAny(i + 3, "(");
            if (ends && token.depth() == depth && !isConditional(i)) {
                return true;
            }
        }
        return false;
    }

    /// @return whether the statement that begins at an index is the only one of an `if`, `else` or the like
    private boolean isConditional(int i) {
        boolean only = isAny(i - 1, ")") && partner[i - 1] > 0
                && CONDITIONS.contains(tokens.get(partner[i - 1] - 1).text());
        return only || isAny(i - 1, "else", "do", "=>", ":", "?");
    }

    private boolean isAny(int i, String... texts) {
        if (i >= 0 && i < tokens.size()) {
            for (String text : texts) {
                if (tokens.get(i).is(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}

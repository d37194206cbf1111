package ink.dreamnet.halo.repo;

import java.util.Arrays;
import java.util.function.Predicate;

/// Matches paths: `*` and `?` within a part of the path, `**` across parts; a glob that ends with a slash means all below. Whatever
/// somebody writes, a match takes no more steps than the glob's length times the path's.
final class Glob implements Predicate<String> {

    /// Stands for `**/`: nothing, or all up to a slash.
    private static final char PARTS = '\uE000';
    /// Stands for `**`.
    private static final char ALL = '\uE001';
    private static final char STAR = '\uE002';
    private static final char ONE = '\uE003';

    private final String tokens;

    Glob(String glob) {
        String whole = glob.endsWith("/") ? glob + "**" : glob;
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (whole.startsWith("**/", i)) {
                read.append(PARTS);
                i += 2;
            } else if (whole.startsWith("**", i)) {
                read.append(ALL);
                i++;
            } else {
                read.append(c == '*' ? STAR : c == '?' ? ONE : c);
            }
        }
        this.tokens = read.toString();
    }

    /// Follows all ways of matching at once. Where a token may match nothing, the place behind it is reached as well.
    @Override
    public boolean test(String path) {
        int count = tokens.length();
        boolean[] at = new boolean[count + 1];
        boolean[] inParts = new boolean[count + 1];
        boolean[] next = new boolean[count + 1];
        boolean[] nextInParts = new boolean[count + 1];
        at[0] = true;
        passOver(at);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            Arrays.fill(next, false);
            Arrays.fill(nextInParts, false);
            boolean any = false;
            for (int token = 0; token < count; token++) {
                char wanted = tokens.charAt(token);
                if (wanted == PARTS) {
                    boolean inside = at[token] || inParts[token];
                    nextInParts[token] = inside;
                    next[token + 1] |= inside && c == '/';
                    any |= inside;
                } else if (at[token]) {
                    switch (wanted) {
                        case ALL -> next[token] = true;
                        case STAR -> next[token] |= c != '/';
                        case ONE -> next[token + 1] |= c != '/';
                        default -> next[token + 1] |= c == wanted;
                    }
                    any |= next[token] || next[token + 1];
                }
            }
            if (!any) {
                return false;
            }
            passOver(next);
            boolean[] last = at;
            at = next;
            next = last;
            boolean[] lastInParts = inParts;
            inParts = nextInParts;
            nextInParts = lastInParts;
        }
        return at[count];
    }

    private void passOver(boolean[] at) {
        for (int token = 0; token < tokens.length(); token++) {
            char wanted = tokens.charAt(token);
            at[token + 1] |= at[token] && (wanted == PARTS || wanted == ALL || wanted == STAR);
        }
    }

    @Override
    public String toString() {
        return "Glob[" + tokens.length() + "]";
    }
}

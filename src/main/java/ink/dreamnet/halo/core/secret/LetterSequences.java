package ink.dreamnet.halo.core.secret;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/// Tells whether one of some sequences of letters is in a text, whatever its case and whatever stands between its letters but letters
/// and digits: `apikey` is in `API-Key`. One pass, by the automaton of Aho and Corasick (Efficient String Matching, 1975).
final class LetterSequences {

    private static final int LETTERS = 26;
    /// The bit of ASCII that lower-case letters have and upper-case ones do not.
    private static final int LOWER_CASE = 0x20;

    /// For each state and each letter the next state.
    private final int[][] next;
    private final boolean[] found;

    /// @param sequences of lower-case letters
    LetterSequences(List<String> sequences) {
        int most = 1 + sequences.stream().mapToInt(String::length).sum();
        next = new int[most][LETTERS];
        found = new boolean[most];
        int states = 1;
        for (String sequence : sequences) {
            int state = 0;
            for (int i = 0; i < sequence.length(); i++) {
                int letter = sequence.charAt(i) - 'a';
                next[state][letter] = next[state][letter] == 0 ? states++ : next[state][letter];
                state = next[state][letter];
            }
            found[state] = true;
        }
        link();
    }

    /// Gives each state, breadth first, the transitions of the longest of its proper ends that is a beginning too.
    private void link() {
        int[] ends = new int[next.length];
        Queue<Integer> states = new ArrayDeque<>();
        Arrays.stream(next[0]).filter(state -> state != 0).forEach(states::add);
        while (!states.isEmpty()) {
            int state = states.remove();
            found[state] |= found[ends[state]];
            for (int letter = 0; letter < LETTERS; letter++) {
                int after = next[ends[state]][letter];
                int child = next[state][letter];
                if (child == 0) {
                    next[state][letter] = after;
                } else {
                    ends[child] = after;
                    states.add(child);
                }
            }
        }
    }

    boolean isIn(String text, int from, int to) {
        int state = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int letter = (c | LOWER_CASE) - 'a';
            if (letter >= 0 && letter < LETTERS) {
                state = next[state][letter];
                if (found[state]) {
                    return true;
                }
            } else if (c >= '0' && c <= '9') {
                state = 0;
            }
        }
        return false;
    }
}

package ink.dreamnet.halo.resonance.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import ink.dreamnet.halo.core.InvalidInputException;

/// The lines of a body that are not blank, one after the other; only one is in memory. Used once.
final class Lines {

    /// A step of 10,000 subjects has less.
    private static final int LONGEST = 4 << 20;

    private final InputStream body;
    private final byte[] block = new byte[1 << 16];
    private byte[] line = new byte[1 << 12];
    private int at;
    private int end;
    private int length;
    private int number;

    Lines(InputStream body) {
        this.body = body;
    }

    /// Goes to the next line.
    ///
    /// @return whether there is one
    /// @throws InvalidInputException where it is too long
    boolean next() throws IOException {
        boolean blank = true;
        length = 0;
        number++;
        while (true) {
            if (at == end) {
                at = 0;
                end = Math.max(0, body.read(block));
                if (end == 0) {
                    return !blank;
                }
            }
            byte next = block[at++];
            if (next == '\n') {
                if (!blank) {
                    return true;
                }
                length = 0;
                number++;
            } else {
                blank &= next <= ' ' && next >= 0;
                add(next);
            }
        }
    }

    private void add(byte next) {
        if (length == line.length) {
            if (length == LONGEST) {
                throw new InvalidInputException(where(), "is longer than %,d bytes".formatted(LONGEST));
            }
            line = Arrays.copyOf(line, Math.min(LONGEST, 2 * length));
        }
        line[length++] = next;
    }

    /// @return which line it is, for messages: `line 3`
    String where() {
        return "line " + number;
    }

    /// @return the step of the line
    Step read(StepReader reader) {
        return reader.read(line, 0, length, where());
    }
}

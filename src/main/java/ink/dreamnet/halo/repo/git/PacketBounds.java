package ink.dreamnet.halo.repo.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bounds what git's packet lines ([gitprotocol-common](https://git-scm.com/docs/gitprotocol-common)) bring that JGit keeps in
/// memory: the references of an advertisement, and what comes beside a pack (messages, the ends of a shallow history).
final class PacketBounds extends FilterInputStream {

    /// The references of the largest public repositories take some 20 MB.
    static final long MOST_ADVERTISED = 32L << 20;
    static final int MOST_REFERENCES = 400_000;
    static final long MOST_MESSAGES = 1L << 20;

    /// After so many bytes other virtual threads have their turn, also where the server never pauses: reading does not park then.
    private static final long TURN = 64 * 1024;
    private static final int LENGTH_DIGITS = 4;
    /// The band of the pack itself (side-band-64k), which is written to disk.
    private static final int PACK = 1;

    private final boolean packFollows;
    private long mostBytes;
    private long mostLines;
    private long mostMessages;
    private long bytes;
    private long lines;
    private long messages;
    private int digits;
    private int length;
    private int left;
    private boolean atBand;
    private boolean inMessage;

    private PacketBounds(InputStream in, boolean packFollows, long mostBytes, long mostLines, long mostMessages) {
        super(in);
        this.packFollows = packFollows;
        this.mostBytes = mostBytes;
        this.mostLines = mostLines;
        this.mostMessages = mostMessages;
    }

    static PacketBounds ofAdvertisement(InputStream in) {
        return new PacketBounds(in, false, MOST_ADVERTISED, MOST_REFERENCES, Long.MAX_VALUE);
    }

    /// The pack itself is bounded by who writes it ([BoundedTransfer]).
    static PacketBounds ofPack(InputStream in) {
        return new PacketBounds(in, false, Long.MAX_VALUE, Long.MAX_VALUE, MOST_MESSAGES);
    }

    /// An advertisement, which ends with a mark, and a pack after it.
    static PacketBounds ofBoth(InputStream in) {
        return new PacketBounds(in, true, MOST_ADVERTISED, MOST_REFERENCES, Long.MAX_VALUE);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int size) throws IOException {
        int count = super.read(into, offset, size);
        for (int i = 0; i < count; i++) {
            see(into[offset + i]);
        }
        long before = bytes;
        bytes += Math.max(0, count);
        if (before / TURN != bytes / TURN) {
            Thread.yield();
        }
        if (bytes > mostBytes) {
            throw new IOException("it sent more than %d bytes in one answer".formatted(mostBytes));
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void see(byte next) throws IOException {
        if (left > 0) {
            inMessage = atBand ? next != PACK : inMessage;
            atBand = false;
            left--;
            if (inMessage && ++messages > mostMessages) {
                throw new IOException("it sent more than %d bytes beside the pack".formatted(mostMessages));
            }
            return;
        }
        int digit = Character.digit(next, 16);
        if (digit < 0) {
            throw new IOException("it sent something that is no packet line");
        }
        length = length * 16 + digit;
        if (++digits == LENGTH_DIGITS) {
            if (packFollows && length == 0) {
                mostBytes = Long.MAX_VALUE;
                mostLines = Long.MAX_VALUE;
                mostMessages = messages + MOST_MESSAGES;
            }
            // 0 to 3 are marks without content
            left = Math.max(0, length - LENGTH_DIGITS);
            digits = 0;
            length = 0;
            atBand = true;
            inMessage = false;
            if (++lines > mostLines) {
                throw new IOException("it has more than %d references".formatted(mostLines));
            }
        }
    }
}

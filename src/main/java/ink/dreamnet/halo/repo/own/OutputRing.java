package ink.dreamnet.halo.repo.own;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.secret.SecretScanner;

/// Keeps the end of an output of any length.
final class OutputRing {

    /// A secret that begins before the tail and ends in it must be recognized as a whole.
    private static final int LEAD = 16 * 1024;
    /// What terminals understand and readers do not: colours, cursor movements, window titles, other control characters.
    private static final Pattern CONTROL = Pattern.compile(
            "\u001B\\[[0-9;?]{0,40}[ -/]{0,4}[@-~]|\u001B\\][^\u0007\u001B]{0,400}(?:\u0007|\u001B\\\\)|[\\p{Cntrl}&&[^\\n\\t]]");

    private final byte[] ring;
    private final int kept;
    private long written;

    /// @param kept how many bytes of the end are wanted
    OutputRing(int kept) {
        this.kept = kept;
        this.ring = new byte[kept + LEAD];
    }

    void write(byte[] bytes, int length) {
        int from = Math.max(0, length - ring.length);
        int at = (int) ((written + from) % ring.length);
        int first = Math.min(length - from, ring.length - at);
        System.arraycopy(bytes, from, ring, at, first);
        System.arraycopy(bytes, from + first, ring, 0, length - from - first);
        written += length;
    }

    OutputTail tail() {
        int length = (int) Math.min(written, ring.length);
        int start = written <= ring.length ? 0 : (int) (written % ring.length);
        byte[] all = new byte[length];
        System.arraycopy(ring, start, all, 0, Math.min(length, ring.length - start));
        if (start > 0) {
            System.arraycopy(ring, 0, all, ring.length - start, start);
        }
        int lead = Math.max(0, length - kept);
        while (lead > 0 && lead < length && (all[lead] & 0xc0) == 0x80) {
            lead++;
        }
        return new OutputTail(masked(all, lead), written - (length - lead));
    }

    /// Masks the whole ring and takes as much of its end as the tail is long. What was masked may have become shorter or longer,
    /// so the tail is found by what stands behind the lead when both are masked.
    private static String masked(byte[] all, int lead) {
        String whole = clean(new String(all, StandardCharsets.UTF_8));
        int tail = clean(new String(all, lead, all.length - lead, StandardCharsets.UTF_8)).length();
        return SecretScanner.shown().maskFrom(whole, Math.max(0, whole.length() - tail));
    }

    private static String clean(String output) {
        return CONTROL.matcher(output.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
    }
}

package ink.dreamnet.halo.core.secret;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Sha256;

/// Mnemonics of wallets: 12, 15, 18, 21 or 24 English words of BIP 39, one after another, whose checksum holds. Those that
/// specifications and development networks publish are none.
///
/// See <https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki>.
final class Mnemonics {

    private static final int LEAST_WORDS = 12;
    private static final int MOST_WORDS = 24;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 8;
    private static final int SHORTEST_OF_ALL = LEAST_WORDS * (SHORTEST + 1) - 1;
    private static final int BITS = 11;
    private static final int BITS_OF_ENTROPY = 32;
    /// The published ones repeat words; of twelve random ones hardly ever three are the same.
    private static final int LEAST_DIFFERENT = 10;
    /// How others begin that everyone knows: the defaults of Truffle and Ganache, and BIP 39's test vectors.
    private static final Set<String> PUBLISHED = Set.of("candy maple", "myth like", "ozone drill", "gravity machine",
            "hamster diagram", "scheme spot", "horn tenant", "panda eyebrow", "cat swing", "light rule", "all hour",
            "vessel ladder", "void come", "beyond stage", "jelly better", "renew stay", "dignity pass", "afford alter",
            "indicate race", "clutch control", "board flee", "army van", "spread actor", "olympic sound");
    private static final Map<String, Integer> WORDS = words();

    private Mnemonics() {
    }

    private static Map<String, Integer> words() {
        Map<String, Integer> words = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(Mnemonics.class.getResourceAsStream("bip39-english.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            lines.lines().forEach(word -> words.put(word, words.size()));
            return Map.copyOf(words);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// @return the mnemonics of a text, in their order
    static List<Secret> in(String text) {
        if (text.length() < SHORTEST_OF_ALL) {
            return List.of();
        }
        List<Secret> found = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (!isLower(text.charAt(at)) || at > 0 && Alphabet.WORD.has(text.charAt(at - 1))) {
                at++;
                continue;
            }
            int end = endOfRun(text, at);
            if (spaces(text, at, end) >= LEAST_WORDS - 1) {
                addRuns(text, at, end, found);
            }
            at = end + 1;
        }
        return found;
    }

    /// @return where lower-case words of that length, with one blank between them, end
    private static int endOfRun(String text, int from) {
        int end = from;
        for (int at = from; at < text.length();) {
            int word = at;
            while (at < text.length() && isLower(text.charAt(at))) {
                at++;
            }
            if (at - word < SHORTEST || at - word > LONGEST) {
                return Math.max(end, at);
            }
            end = at;
            if (at + 1 >= text.length() || text.charAt(at) != ' ' || !isLower(text.charAt(at + 1))) {
                return end;
            }
            at++;
        }
        return end;
    }

    private static int spaces(String text, int from, int to) {
        int spaces = 0;
        for (int at = from; at < to; at++) {
            spaces += text.charAt(at) == ' ' ? 1 : 0;
        }
        return spaces;
    }

    /// Of longer runs, as a list of words is, nothing is a mnemonic.
    private static void addRuns(String text, int from, int to, List<Secret> found) {
        List<String> run = new ArrayList<>();
        int start = from;
        int at = from;
        for (String word : text.substring(from, to).split(" ")) {
            if (WORDS.containsKey(word)) {
                start = run.isEmpty() ? at : start;
                run.add(word);
            } else {
                add(run, start, found);
                run.clear();
            }
            at += word.length() + 1;
        }
        add(run, start, found);
    }

    private static void add(List<String> words, int start, List<Secret> found) {
        int count = words.size();
        if (count < LEAST_WORDS || count > MOST_WORDS || count % 3 != 0 || !holds(words)
                || new HashSet<>(words).size() < LEAST_DIFFERENT
                || PUBLISHED.contains(words.get(0) + " " + words.get(1))) {
            return;
        }
        found.add(Secret.token("a wallet's mnemonic of %d words".formatted(count), "", start,
                start + String.join(" ", words).length(), Severity.CRITICAL));
    }

    /// The last bits are the first ones of the SHA-256 of those before.
    private static boolean holds(List<String> words) {
        BigInteger all = BigInteger.ZERO;
        for (String word : words) {
            all = all.shiftLeft(BITS).or(BigInteger.valueOf(Objects.requireNonNull(WORDS.get(word))));
        }
        int checksum = words.size() * BITS / (BITS_OF_ENTROPY + 1);
        int length = words.size() * BITS - checksum;
        byte[] entropy = new byte[length / Byte.SIZE];
        byte[] written = all.shiftRight(checksum).toByteArray();
        int copied = Math.min(entropy.length, written.length);
        System.arraycopy(written, written.length - copied, entropy, entropy.length - copied, copied);
        int expected = (Sha256.of(entropy)[0] & 0xff) >> Byte.SIZE - checksum;
        return (all.intValue() & (1 << checksum) - 1) == expected;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }
}

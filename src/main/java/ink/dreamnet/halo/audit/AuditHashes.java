package ink.dreamnet.halo.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.http.UnreadableReferenceException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Computes what proves the entries of the audit trail: SHA-256, or HMAC-SHA-256 (RFC 2104) with a key. Each text is preceded by its length in
/// bytes, or -1 for none, so that no two entries have the same bytes; a time counts in microseconds, as both databases keep it.
@Component
class AuditHashes {

    static final int SHORTEST_KEY = 32;

    private static final String HMAC = "HmacSHA256";
    private static final int ID_DIGITS = 8;
    private static final int NO_TEXT = -1;
    private static final long MICROS = 1_000_000;
    /// What stands before what is hashed: no entry can pass for a link, and another form would have another number.
    private static final byte ENTRY = 1;
    private static final byte LINK = 2;

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();

    /// @throws StartRefusedException where a key cannot be read or is too short
    AuditHashes(AuditProperties properties, SecretReferences secrets) {
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < properties.keys().size(); i++) {
            String name = "halo.audit.keys[%d]".formatted(i);
            try {
                String secret = secrets.read(name, properties.keys().get(i));
                if (secret.length() < SHORTEST_KEY) {
                    problems.add(new FieldProblem(name, "has %d characters; a key has at least %d".formatted(
                            secret.length(), SHORTEST_KEY)));
                } else {
                    SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
                    keys.put(hex(key, new byte[0]).substring(0, ID_DIGITS), key);
                }
            } catch (UnreadableReferenceException unreadable) {
                problems.add(new FieldProblem(name, String.valueOf(unreadable.getMessage())));
            }
        }
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The keys of the audit trail", problems, "docs/audit.md");
        }
    }

    /// @return what names the key that entries are proved by now; null without a key
    @Nullable
    String keyId() {
        return keys.isEmpty() ? null : keys.keySet().iterator().next();
    }

    /// @return what names the keys that are there
    Set<String> keyIds() {
        return keys.keySet();
    }

    /// @return whether what was proved by a key, or by none, can be computed here
    boolean knows(@Nullable String keyId) {
        return keyId == null || keys.containsKey(keyId);
    }

    /// @return the hash of an entry that is not sealed yet
    String ofEntry(AuditEntry entry, @Nullable String keyId) {
        return hash(keyId, out -> {
            out.writeByte(ENTRY);
            out.writeLong(entry.id().getMostSignificantBits());
            out.writeLong(entry.id().getLeastSignificantBits());
            out.writeLong(Math.addExact(Math.multiplyExact(entry.at().getEpochSecond(), MICROS),
                    entry.at().get(ChronoField.MICRO_OF_SECOND)));
            for (String text : new String[]{entry.actor(), entry.action(), entry.subjectType(), entry.subjectId(),
                    entry.from(), entry.to(), entry.reason(), entry.token(), entry.role(), entry.address(),
                    entry.requestId(), keyId}) {
                write(out, text);
            }
        });
    }

    /// @param before the link before
    /// @param seq the entry's place in the order of writing
    /// @param entry the hash of the entry
    /// @return the link that follows
    ChainMark next(ChainMark before, long seq, String entry, @Nullable String keyId) {
        long link = before.link() + 1;
        return new ChainMark(link, hash(keyId, out -> {
            out.writeByte(LINK);
            write(out, before.hash());
            out.writeLong(link);
            out.writeLong(seq);
            write(out, entry);
        }));
    }

    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private String hash(@Nullable String keyId, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            content.writeTo(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return hex(keyId == null ? null : Objects.requireNonNull(keys.get(keyId), "an unknown key"),
                bytes.toByteArray());
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(NO_TEXT);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static String hex(@Nullable SecretKeySpec key, byte[] content) {
        if (key == null) {
            return Sha256.hex(content);
        }
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(content));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}

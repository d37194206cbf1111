package ink.dreamnet.halo.core.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import ink.dreamnet.halo.core.Sha256;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encrypts values before they are stored, and decrypts them: AES-256 in Galois/Counter mode (NIST SP 800-38D) with a random nonce of
/// 96 bits for each value. Table, column and the row's key are authenticated with it, so that a value that was moved is not
/// accepted.
///
/// An encrypted value is `enc:1:`, the id of its key, `:`, and in base 64 the nonce, the encrypted UTF-8 and the tag. Anything else
/// is a value in clear, of which none begins so: all are JSON. Once all are encrypted ([#refuseClear()]), one in clear was written past
/// HALO and is not accepted either.
public final class Encryption {

    /// Keeps everything in clear.
    public static final Encryption NONE = new Encryption(null, List.of());
    /// How many bytes a key has.
    public static final int KEY_BYTES = 32;
    /// What encrypted values begin with.
    public static final String MARK = "enc:1:";

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_DIGITS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);
    /// Of how many unreadable values the log speaks.
    private static final int MOST_REPORTED = 1000;

    private final @Nullable String current;
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final Set<String> reported = ConcurrentHashMap.newKeySet();
    private volatile boolean clearRefused;

    /// @param key what is encrypted with from now on; null for nothing
    /// @param previous what else may have been encrypted with
    /// @throws IllegalArgumentException where one has not [#KEY_BYTES] bytes
    public Encryption(byte @Nullable [] key, List<byte[]> previous) {
        current = key == null ? null : add(key);
        previous.forEach(this::add);
    }

    private String add(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has %d bytes".formatted(KEY_BYTES));
        }
        String id = id(key);
        keys.put(id, new SecretKeySpec(key, "AES"));
        return id;
    }

    /// @return eight digits that tell a key from others and nothing of it
    private static String id(byte[] key) {
        return Sha256.hex(key).substring(0, ID_DIGITS);
    }

    /// @return the id of the key that is encrypted with; null where nothing is encrypted
    public @Nullable String current() {
        return current;
    }

    /// @return the ids of all keys
    public Set<String> known() {
        return Set.copyOf(keys.keySet());
    }

    /// @return what stored values of the present key begin with; null where nothing is encrypted
    public @Nullable String mark() {
        return current == null ? null : MARK + current + ":";
    }

    /// Accepts no value in clear from now on, because none was left.
    public void refuseClear() {
        clearRefused = current != null;
    }

    /// @param row the primary key of the row
    /// @return the value as it is to be stored
    public String seal(EncryptedColumn column, String value, Object... row) {
        if (current == null) {
            return value;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, current, nonce, column, row);
            byte[] sealed = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
            return MARK + current + ":" + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Decrypts a value. One that cannot be is logged once.
    ///
    /// @param stored what is stored, encrypted or in clear
    /// @return the value in clear
    /// @throws UnreadableValueException where its key is not known, it was changed or moved, or it may not be in clear
    public String open(EncryptedColumn column, String stored, Object... row) {
        try {
            return decrypted(column, stored, row);
        } catch (UnreadableValueException unreadable) {
            if (reported.size() < MOST_REPORTED && reported.add(place(column, row))) {
                LOG.error("{}{}; it is not used", unreadable.getMessage(),
                        row.length == 0 ? "" : " (row %s)".formatted(Arrays.toString(row)));
            }
            throw unreadable;
        }
    }

    private String decrypted(EncryptedColumn column, String stored, Object... row) {
        if (!stored.startsWith(MARK)) {
            if (clearRefused) {
                throw new UnreadableValueException(
                        "A value of %s is in clear, though all were encrypted: it was not written by HALO".formatted(
                                column),
                        null);
            }
            return stored;
        }
        int end = stored.indexOf(':', MARK.length());
        String id = end < 0 ? "" : stored.substring(MARK.length(), end);
        if (!keys.containsKey(id)) {
            throw new UnreadableValueException("A value of %s is encrypted with the key %s, which is not configured"
                    .formatted(column, id), null);
        }
        try {
            byte[] all = Base64.getDecoder().decode(stored.substring(end + 1));
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] value = cipher(Cipher.DECRYPT_MODE, id, nonce, column, row).doFinal(all, NONCE_BYTES,
                    all.length - NONCE_BYTES);
            return new String(value, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException changed) {
            throw new UnreadableValueException(
                    "A value of %s was changed or moved after it was encrypted".formatted(column), changed);
        }
    }

    private Cipher cipher(int mode, String id, byte[] nonce, EncryptedColumn column, Object... row)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, keys.get(id), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((column.boundToRow() ? place(column, row) : column.toString()).getBytes(
                StandardCharsets.UTF_8));
        return cipher;
    }

    private static String place(EncryptedColumn column, Object... row) {
        return Arrays.stream(row).map(String::valueOf).collect(Collectors.joining("\n", column + "\n", ""));
    }
}

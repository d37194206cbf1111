package ink.dreamnet.halo.core.encryption;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EncryptionTest {

    private static final String VALUE = "{\"url\":\"https://a/?token=t0k3n ü\"}";
    private static final UUID ROW = new UUID(1, 2);

    private static byte[] key(int filling) {
        byte[] key = new byte[Encryption.KEY_BYTES];
        Arrays.fill(key, (byte) filling);
        return key;
    }

    @Test
    void sealWhenThereIsAKeyHidesTheValueFromWhoeverHasNotTheKey() {
        Encryption encryption = new Encryption(key(1), List.of());
        String sealed = encryption.seal(EncryptedColumn.EVENT_DATA, VALUE, ROW);
        assertThat(sealed).startsWith(String.valueOf(encryption.mark())).doesNotContain("t0k3n");
        assertThat(encryption.seal(EncryptedColumn.EVENT_DATA, VALUE, ROW)).as("another nonce").isNotEqualTo(sealed);
        assertThat(encryption.open(EncryptedColumn.EVENT_DATA, sealed, ROW)).isEqualTo(VALUE);
        assertThat(encryption.open(EncryptedColumn.EVENT_DATA, VALUE, ROW)).as("in clear from before").isEqualTo(
                VALUE);
        assertThatIllegalStateException()
                .isThrownBy(() -> Encryption.NONE.open(EncryptedColumn.EVENT_DATA, sealed, ROW))
                .withMessageContaining(String.valueOf(encryption.current())).withMessageContaining("not configured");
    }

    @Test
    void openWhenAValueWasMovedOrChangedRefusesIt() {
        Encryption encryption = new Encryption(key(1), List.of());
        String sealed = encryption.seal(EncryptedColumn.EVENT_DATA, VALUE, ROW);
        char last = sealed.charAt(sealed.length() - 4);
        String changed = sealed.substring(0, sealed.length() - 4) + (last == 'A' ? 'B' : 'A') + sealed.substring(
                sealed.length() - 3);
        assertThatIllegalStateException()
                .isThrownBy(() -> encryption.open(EncryptedColumn.EVENT_DATA, sealed, new UUID(1, 3)));
        assertThatIllegalStateException()
                .isThrownBy(() -> encryption.open(EncryptedColumn.EVENT_DREAMNET, sealed, ROW));
        assertThatIllegalStateException()
                .isThrownBy(() -> encryption.open(EncryptedColumn.EVENT_DATA, changed, ROW))
                .withMessageContaining("wormhole_event.data");
    }

    @Test
    void openWhenAllWereEncryptedRefusesAValueInClear() {
        Encryption encryption = new Encryption(key(1), List.of(key(2)));
        encryption.refuseClear();
        assertThatIllegalStateException().isThrownBy(() -> encryption.open(EncryptedColumn.EVENT_DATA, VALUE, ROW))
                .withMessageContaining("wormhole_event.data is in clear").withMessageNotContaining("t0k3n");
        String old = new Encryption(key(2), List.of()).seal(EncryptedColumn.EVENT_DATA, VALUE, ROW);
        assertThat(encryption.open(EncryptedColumn.EVENT_DATA, old, ROW)).isEqualTo(VALUE);

        Encryption none = new Encryption(null, List.of(key(1)));
        none.refuseClear();
        assertThat(none.open(EncryptedColumn.EVENT_DATA, VALUE, ROW)).as("without a key all is in clear").isEqualTo(
                VALUE);
    }

    @Test
    void openWhenTheKeyIsAPreviousOneStillReads() {
        String old = new Encryption(key(1), List.of()).seal(EncryptedColumn.DEFINITION, VALUE, "endpoint", "a");
        Encryption rotated = new Encryption(key(2), List.of(key(1)));
        assertThat(rotated.open(EncryptedColumn.DEFINITION, old, "endpoint", "a")).isEqualTo(VALUE);
        assertThat(rotated.seal(EncryptedColumn.DEFINITION, VALUE, "endpoint", "a")).startsWith(
                String.valueOf(rotated.mark()));
        assertThat(rotated.known()).hasSize(2).contains(String.valueOf(rotated.current()));
    }

    @Test
    void newWhenAKeyHasAnotherLengthRefusesIt() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Encryption(new byte[16], List.of()));
    }
}

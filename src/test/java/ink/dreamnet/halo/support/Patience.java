package ink.dreamnet.halo.support;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// How all tests wait for a condition. Most of what they wait for comes sooner than the 100 ms that are usual. The limit is only for what
/// never comes: the machine may do so much else that ten seconds, as usual, are no proof of that.
public final class Patience implements BeforeAllCallback {

    static {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // it is enough that the class is loaded
    }
}

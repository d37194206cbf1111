package ink.dreamnet.halo.core;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The id of the request that is being served, by which its answer, its log lines and its entries in the audit trail are found. It is in the
/// logging context (MDC) of the threads that serve it.
public final class RequestId {

    /// The header of requests and answers.
    public static final String HEADER = "X-Request-Id";

    /// Its name in the logging context, as an attribute of the request, and in what is answered.
    public static final String NAME = "requestId";

    private RequestId() {
    }

    /// @return the id of the request that this thread serves; null where it serves none
    public static @Nullable String current() {
        return MDC.get(NAME);
    }

    /// Names the request that this thread serves until what is returned is closed.
    public static MDC.MDCCloseable serving(String id) {
        return MDC.putCloseable(NAME, id);
    }

    /// @return work that goes on for the present request on another thread
    public static Runnable carriedBy(Runnable work) {
        String id = current();
        if (id == null) {
            return work;
        }
        return () -> {
            try (MDC.MDCCloseable request = serving(id)) {
                work.run();
            }
        };
    }
}

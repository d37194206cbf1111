import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What HALO acknowledged, and what it was asked for without an answer: of the first nothing may be missing, of the second each
/// may have happened or not.
final class Ledger {

    /// The ids of endpoints and agents that must be there (true) or must not (false).
    final Map<String, Boolean> endpoints = new ConcurrentHashMap<>();
    final Map<String, Boolean> agents = new ConcurrentHashMap<>();
    /// The cycles that were promised.
    final Set<String> cycles = ConcurrentHashMap.newKeySet();
    /// Tasks whose approval was asked for, whatever the answer.
    final Set<String> approvalAsked = ConcurrentHashMap.newKeySet();
    final Set<String> approved = ConcurrentHashMap.newKeySet();
    final Set<String> rejected = ConcurrentHashMap.newKeySet();
    /// The outcome that was acknowledged, by lease.
    final Map<String, String> leaseResults = new ConcurrentHashMap<>();
    /// By lease, the outcome that was refused with 409.
    final Map<String, String> leaseRefused = new ConcurrentHashMap<>();
    /// Sent tasks whose success was acknowledged.
    final Set<String> succeeded = ConcurrentHashMap.newKeySet();
    /// The last refusal of a report on a sent task.
    final Map<String, String> sentRefused = new ConcurrentHashMap<>();
    /// The secrets of tokens that must let in (true) or must not (false), and the cookies of sessions.
    final Map<String, Boolean> tokens = new ConcurrentHashMap<>();
    final Map<String, Boolean> sessions = new ConcurrentHashMap<>();
    final Set<String> events = ConcurrentHashMap.newKeySet();
    /// When the last acknowledged heartbeat of an agent was sent.
    final Map<String, Instant> heartbeats = new ConcurrentHashMap<>();
    final AtomicLong signals = new AtomicLong();
    final AtomicLong signalsUnanswered = new AtomicLong();
    /// Answers by their status; 0: none.
    final Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();

    void answered(int status) {
        answers.computeIfAbsent(status, any -> new AtomicLong()).incrementAndGet();
    }

    long acknowledged() {
        return answers.entrySet().stream().filter(entry -> entry.getKey() / 100 == 2)
                .mapToLong(entry -> entry.getValue().get()).sum();
    }
}

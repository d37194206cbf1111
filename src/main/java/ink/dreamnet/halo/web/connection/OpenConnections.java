package ink.dreamnet.halo.web.connection;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import ink.dreamnet.halo.core.Sender;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/// The connections that are open, and which of them gives way to a new one: where there are as many as may be, the one that
/// has waited longest for its request. One whose request is being answered never does; where all are, the new one is refused.
///
/// A client that sends its request at once is therefore served however many connections others hold without sending theirs.
class OpenConnections {

    private static final int ATTEMPTS = 3;

    private final ConnectionLimits limits;
    private final int most;
    private final int perSenderMost;
    private final List<IpAddressMatcher> unlimited;
    private final ConnectionCloses closes;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Integer> perSender = new ConcurrentHashMap<>();

    OpenConnections(ConnectionLimits limits, ConnectionCloses closes) {
        this.limits = limits;
        this.most = limits.all();
        this.perSenderMost = limits.perSender();
        this.unlimited = limits.unlimited();
        this.closes = closes;
    }

    ConnectionLimits limits() {
        return limits;
    }

    int size() {
        return open.size();
    }

    /// @return how many of them would lose an answer if they were closed now
    long beingAnswered() {
        return open.stream().filter(each -> !each.awaitsRequest()).count();
    }

    /// Closes a connection where that is needed to take another one. Only one thread, the acceptor's, may call it.
    ///
    /// @param sender whose connection is to be taken, see [#sender]
    /// @return whether there is room now
    boolean makeRoom(@Nullable String sender) {
        if (sender != null && perSender.getOrDefault(sender, 0) >= perSenderMost
                && !closeOldest(each -> sender.equals(each.sender()), CloseReason.ADDRESS_FULL)
                || open.size() >= most && !closeOldest(_ -> true, CloseReason.FULL)) {
            closes.count(CloseReason.REFUSED);
            return false;
        }
        return true;
    }

    private boolean closeOldest(Predicate<Connection> among, CloseReason reason) {
        Set<Connection> busy = new HashSet<>();
        while (busy.size() < ATTEMPTS) {
            Connection oldest = null;
            long since = Long.MAX_VALUE;
            for (Connection each : open) {
                if (each.awaitsRequest() && each.getLastRead() < since && !busy.contains(each)
                        && among.test(each)) {
                    oldest = each;
                    since = each.getLastRead();
                }
            }
            if (oldest == null) {
                return false;
            }
            if (oldest.closeUnlessServed()) {
                closes.count(reason);
                return true;
            }
            busy.add(oldest);
        }
        return false;
    }

    void opened(Connection connection) {
        open.add(connection);
        if (connection.sender() != null) {
            perSender.merge(connection.sender(), 1, Integer::sum);
        }
    }

    void closed(Connection connection, @Nullable CloseReason reason) {
        if (open.remove(connection) && connection.sender() != null) {
            perSender.computeIfPresent(connection.sender(), (_, count) -> count == 1 ? null : count - 1);
        }
        if (reason != null) {
            closes.count(reason);
        }
    }

    /// @param address where a connection comes from; null where that is no IP address
    /// @return whose connection it is, see [Sender]; null where only the bound on all connections applies
    @Nullable
    String sender(@Nullable InetAddress address) {
        if (address == null || unlimited.stream().anyMatch(each -> each.matches(address.getHostAddress()))) {
            return null;
        }
        return Sender.of(address);
    }

    /// As the other, for the address of a request.
    @Nullable
    String sender(String address) {
        try {
            return sender(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException noAddress) {
            return Sender.of(address);
        }
    }
}

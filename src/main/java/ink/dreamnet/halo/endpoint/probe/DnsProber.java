package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import ink.dreamnet.halo.endpoint.probe.Attempt.Phase;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Asks a DNS resolver, by UDP and again by TCP where the answer was truncated.
final class DnsProber implements Prober {

    private final HostResolver hosts;

    DnsProber(HostResolver hosts) {
        this.hosts = hosts;
    }

    @Override
    public void probe(Attempt attempt) throws IOException {
        DnsQuery query = attempt.target().dns();
        if (query == null) {
            throw new IllegalStateException("a dns target without a query");
        }
        int type = Type.value(query.type());
        try {
            Message question = Message.newQuery(
                    Record.newRecord(Name.fromString(query.name(), Name.root), type, DClass.IN));
            Resolver resolver = resolver(query.resolver(), attempt);
            resolver.setTimeout(Duration.ofNanos(attempt.remainingNanos()));
            attempt.enter(Phase.CONNECT);
            CompletableFuture<Message> answer = resolver.sendAsync(question).toCompletableFuture();
            attempt.reach(() -> answer.cancel(true));
            Message message = answer.get(attempt.remainingNanos(), TimeUnit.NANOSECONDS);
            attempt.enter(Phase.ANSWER);
            attempt.dnsRcode = Rcode.string(message.getRcode());
            attempt.body = message.getSection(Section.ANSWER).stream().filter(r -> r.getType() == type)
                    .map(DnsProber::data).sorted().collect(Collectors.joining("\n"));
        } catch (TextParseException e) {
            throw new IOException("'%s' is not a DNS name".formatted(query.name()), e);
        } catch (TimeoutException | CancellationException e) {
            throw timeout(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                throw timeout(e);
            }
            throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw timeout(e);
        }
    }

    private Resolver resolver(@Nullable String resolver, Attempt attempt) throws IOException, TimeoutException {
        if (resolver == null) {
            return new ExtendedResolver();
        }
        int colon = resolver.lastIndexOf(':');
        boolean port = colon > resolver.lastIndexOf(']') && resolver.indexOf(':') == colon || resolver.contains("]:");
        InetAddress address = hosts.resolve(port ? resolver.substring(0, colon) : resolver,
                attempt.target().provenance(), attempt.remainingNanos())[0];
        return new SimpleResolver(
                new InetSocketAddress(address, port ? Integer.parseInt(resolver.substring(colon + 1)) : 53));
    }

    /// @return the expected records that are not among those answered
    static List<String> missing(DnsQuery query, String answered) {
        List<String> present = answered.lines().map(DnsProber::comparable).toList();
        return query.expected().stream().filter(e -> !present.contains(comparable(e))).toList();
    }

    private static String data(Record answer) {
        String data = answer instanceof TXTRecord txt ? String.join("", txt.getStrings()) : answer.rdataToString();
        return data.endsWith(".") && !(answer instanceof TXTRecord) ? data.substring(0, data.length() - 1) : data;
    }

    private static String comparable(String data) {
        String plain = data.strip().toLowerCase(Locale.ROOT);
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static SocketTimeoutException timeout(Exception cause) {
        SocketTimeoutException timeout = new SocketTimeoutException("no answer");
        timeout.initCause(cause);
        return timeout;
    }
}

package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

import ink.dreamnet.halo.support.Networks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import static ink.dreamnet.halo.endpoint.probe.TargetBuilder.target;
import static org.assertj.core.api.Assertions.assertThat;

/// DNS endpoints against a small resolver that knows a few names.
class DnsProbeTest {

    private final ProbeRunner runner = new ProbeRunner(ProbeOptions.DEFAULTS, Networks.LOCAL, Clock.systemUTC());
    private DatagramSocket resolver;

    @BeforeEach
    void start() throws IOException {
        resolver = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.startVirtualThread(this::serve);
    }

    @AfterEach
    void close() {
        resolver.close();
        runner.close();
    }

    private void serve() {
        byte[] buffer = new byte[4_096];
        while (!resolver.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                resolver.receive(packet);
                Message question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                Message answer = answer(question);
                if (answer != null) {
                    byte[] wire = answer.toWire();
                    resolver.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                }
            } catch (IOException _) {
                return;
            }
        }
    }

    private static @Nullable Message answer(Message question) throws IOException {
        Record asked = question.getQuestion();
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(asked, Section.QUESTION);
        String name = asked.getName().toString(true);
        switch (name + " " + Type.string(asked.getType())) {
            case "two.example A" -> {
                add(answer, asked, "10.0.0.1");
                add(answer, asked, "10.0.0.2");
            }
            case "two.example MX" -> add(answer, asked, "10 mail.two.example.");
            case "two.example TXT" -> add(answer, asked, "\"v=spf1 -all\"");
            case "broken.example A" -> answer.getHeader().setRcode(Rcode.SERVFAIL);
            case "silent.example A" -> {
                return null;
            }
            case "empty.example A" -> {
                // NOERROR without a record
            }
            default -> answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }

    private static void add(Message answer, Record asked, String data) throws IOException {
        answer.addRecord(Record.fromString(asked.getName(), asked.getType(), DClass.IN, 60, data, Name.root),
                Section.ANSWER);
    }

    private ProbeResult ask(String name, String type, List<String> expected, String... conditions) {
        return probe(target("dns://127.0.0.1:" + resolver.getLocalPort() + "/" + name + "?type=" + type)
                .dns(new DnsQuery(name, type, expected, "127.0.0.1:" + resolver.getLocalPort()))
                .conditions(conditions));
    }

    private ProbeResult probe(TargetBuilder target) {
        return runner.probe(List.of(target.build()), Clock.systemUTC().instant().plusSeconds(30)).getFirst();
    }

    @Test
    void probeWhenExpectedRecordsAreAnsweredIsUp() {
        assertThat(ask("two.example", "A", List.of("10.0.0.2", "10.0.0.1")).verdict()).isEqualTo(Verdict.UP);
        assertThat(ask("two.example", "MX", List.of("10 MAIL.two.example")).verdict()).isEqualTo(Verdict.UP);
        assertThat(ask("two.example", "TXT", List.of("v=spf1 -all")).verdict()).isEqualTo(Verdict.UP);
    }

    @Test
    void probeWhenOnlyTheUrlSaysWhatToAskAsksThat() {
        ProbeResult result = probe(target("dns://127.0.0.1:" + resolver.getLocalPort() + "/two.example?type=MX")
                .conditions("[BODY] == \"10 mail.two.example\"", "[DNS_RCODE] == NOERROR"));
        assertThat(result.failedConditions()).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.UP);
    }

    @Test
    void probeWhenExpectedRecordIsMissingNamesIt() {
        ProbeResult result = ask("two.example", "A", List.of("10.0.0.1", "10.0.0.9"));
        assertThat(result.verdict()).isEqualTo(Verdict.CONDITION_FAILED);
        assertThat(result.message()).isEqualTo("A of two.example lacks 10.0.0.9, it has 10.0.0.1, 10.0.0.2");
    }

    @Test
    void probeWhenNameDoesNotExistSaysNxdomain() {
        ProbeResult result = ask("none.example", "A", List.of());
        assertThat(result.verdict()).isEqualTo(Verdict.CONDITION_FAILED);
        assertThat(result.message()).isEqualTo("A of none.example answered NXDOMAIN");
        assertThat(ask("none.example", "A", List.of(), "[DNS_RCODE] == NXDOMAIN").verdict()).isEqualTo(Verdict.UP);
    }

    @Test
    void probeWhenResolverFailsIsServerError() {
        assertThat(ask("broken.example", "A", List.of()).verdict()).isEqualTo(Verdict.SERVER_ERROR);
    }

    @Test
    void probeWhenThereIsNoRecordIsConditionFailed() {
        assertThat(ask("empty.example", "A", List.of()).message()).isEqualTo("A of empty.example has no record");
    }

    @Test
    void probeWhenResolverIsSilentIsDnsFailedInTime() {
        String server = "127.0.0.1:" + resolver.getLocalPort();
        long started = System.nanoTime();
        ProbeResult result = probe(target("dns://" + server + "/silent.example").timeout(400));
        assertThat(result.verdict()).isEqualTo(Verdict.DNS_FAILED);
        assertThat(result.message()).isEqualTo("no DNS answer from " + server + " within 400 ms");
        assertThat(System.nanoTime() - started).isLessThan(20_000_000_000L);
    }
}

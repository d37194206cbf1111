package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.registry.ManagedBy;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static ink.dreamnet.halo.repo.Workbench.findings;
import static org.assertj.core.api.Assertions.assertThat;

/// Remote repositories, from a server that speaks git's smart HTTP protocol.
class RemoteRepositoryTest {

    @TempDir
    Path directory;
    private Scratch scratch;
    private GitServer server;
    private Workbench bench;

    @BeforeEach
    void serveARepository() throws IOException {
        scratch = new Scratch(Files.createDirectory(directory.resolve("work")));
        server = new GitServer(scratch.git());
        bench = bench(Map.of());
    }

    @AfterEach
    void close() {
        server.close();
        scratch.close();
    }

    private Workbench bench(Map<String, Object> options) {
        return new Workbench(directory.resolve("data"), options, Map.of("GIT_TOKEN", "t0p-s3cret"));
    }

    private WatchedRepository watched() {
        return Workbench.watched(Workbench.remote(server.url(), null));
    }

    private WatchedRepository withCredentials(RepositorySpec.CredentialsSpec credentials) {
        return RepositoryFormat.define("it", new RepositorySpec(null, null, server.url(), null, credentials,
                null, null, null, null, null, null, null), ManagedBy.CONFIG, null, AllowedFiles.ANY);
    }

    @Test
    void inspectWhenRemoteClonesShallowAndFetchesOnlyWhatIsNew() throws Exception {
        scratch.file("a.txt", "old").commit();
        ObjectId second = scratch.file("a.txt", "bad").commit();
        Inspection first = bench.inspect(watched());
        assertThat(findings(first)).containsExactly("repo.bad-word a.txt medium");
        assertThat(first.head()).isEqualTo(second.name());
        assertThat(first.branch()).isEqualTo("main");
        assertThat(first.fetchedAt()).isNotNull();
        Path clone = bench.homes.of(watched()).resolve("clone");
        assertThat(Files.readString(clone.resolve("shallow"))).contains(second.name());
        int packs = server.packs.get();
        bench.restart();
        bench.inspect(watched());
        assertThat(server.packs).as("nothing new, nothing sent").hasValue(packs);
        ObjectId third = scratch.file("b.txt", "bad").commit();
        Inspection seen = bench.inspect(watched());
        assertThat(seen.head()).isEqualTo(third.name());
        assertThat(findings(seen)).containsExactly("repo.bad-word a.txt medium", "repo.bad-word b.txt medium");
        assertThat(bench.words.read).as("only what changed is read").hasValue(2);
    }

    @Test
    void inspectWhenHistoryIsRewrittenFollows() throws Exception {
        ObjectId first = scratch.file("a.txt", "bad").commit();
        bench.inspect(watched());
        ObjectId other = scratch.file("a.txt", "fine").commit("refs/heads/main", null);
        Inspection seen = bench.inspect(watched());
        assertThat(seen.head()).isEqualTo(other.name()).isNotEqualTo(first.name());
        assertThat(findings(seen)).isEmpty();
    }

    @Test
    void inspectWhenAnotherBranchIsNamedReadsThatOne() throws Exception {
        ObjectId main = scratch.file("a.txt", "fine").commit();
        scratch.file("a.txt", "bad").commit("refs/heads/next", main);
        assertThat(findings(bench.inspect(Workbench.watched(Workbench.remote(server.url(), "next")))))
                .containsExactly("repo.bad-word a.txt medium");
        Inspection gone = bench.inspect(Workbench.watched(Workbench.remote(server.url(), "gone")));
        assertThat(gone.state().getFirst().message()).contains("has no branch 'gone'");
    }

    @Test
    void inspectWhenThereIsNoCommitYetIsEmpty() throws Exception {
        assertThat(bench.inspect(watched()).status()).isEqualTo(Inspection.Status.EMPTY);
        scratch.file("a.txt", "bad").commit();
        assertThat(findings(bench.inspect(watched()))).containsExactly("repo.bad-word a.txt medium");
    }

    private String link() throws Exception {
        return Workbench.scan(bench.inspect(watched())).findings().getFirst().first().getFirst().message();
    }

    /// What is fetched is one commit without its past.
    @Test
    void inspectWhenAFileWasRemovedRemembersItForAsLongAsTheBranchIsTheSame() throws Exception {
        scratch.file("gone.txt", "fine").file("a.txt", "-> gone.txt").commit();
        bench.inspect(watched());
        scratch.remove("gone.txt").commit();
        assertThat(link()).isEqualTo("leads nowhere; it was there before");
        scratch.file("b.txt", "fine").commit();
        bench.restart();
        assertThat(link()).as("at a later commit").isEqualTo("leads nowhere; it was there before");
        scratch.commit("refs/heads/other", null);
        scratch.git().updateRef(Constants.HEAD).link("refs/heads/other");
        assertThat(link()).as("of another branch").isEqualTo("leads nowhere");
    }

    @Test
    void inspectWhenTheServerIsGoneKnowsNothingButThat() throws Exception {
        scratch.file("a.txt", "bad").commit();
        Inspection first = bench.inspect(watched());
        WatchedRepository watched = watched();
        server.close();
        Inspection seen = bench.inspect(watched);
        assertThat(findings(seen)).containsExactly("repo.unreachable  high");
        assertThat(seen.coverage()).isInstanceOf(Inspection.Coverage.Only.class);
        assertThat(seen.fetchedAt()).isEqualTo(first.fetchedAt());
        assertThat(seen.state().getFirst().message()).contains(String.valueOf(first.fetchedAt()));
    }

    @Test
    void inspectWhenTheServerTricklesEndsInTime() throws Exception {
        scratch.file("a.txt", "bad").commit();
        server.trickling = true;
        Workbench hasty = bench(Map.of("halo.repo.fetch-timeout", "1s"));
        long started = System.nanoTime();
        Inspection seen = hasty.inspect(watched());
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        assertThat(findings(seen)).as(String.valueOf(seen.note())).containsExactly("repo.unreachable  high");
        assertThat(seen.state().getFirst().message()).contains("did not answer in full within 1 s");
        server.trickling = false;
        assertThat(findings(bench.inspect(watched()))).containsExactly("repo.bad-word a.txt medium");
    }

    @Test
    void inspectWhenItIsTooLargeRefusesAndKeepsNothing() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 30; i++) {
            StringBuilder noise = new StringBuilder();
            for (int n = 0; n < 20_000; n++) {
                noise.append(Long.toString(random.nextLong(), 36).toUpperCase(Locale.ROOT)).append('\n');
            }
            scratch.file("noise" + i + ".txt", noise.toString());
        }
        scratch.commit();
        Inspection seen = bench(Map.of("halo.repo.max-size", "1MB")).inspect(watched());
        assertThat(seen.state().getFirst().message()).contains("larger than the 1 MB");
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            assertThat(files.filter(file -> file.toString().contains("clone"))).isEmpty();
        }
    }

    @Test
    void inspectWhenCredentialsAreAskedForReadsThemByReference() throws Exception {
        scratch.file("a.txt", "bad").commit();
        server.password = "t0p-s3cret";
        Inspection refused = bench.inspect(watched());
        assertThat(findings(refused)).containsExactly("repo.unreachable  high");
        WatchedRepository byVariable = withCredentials(new RepositorySpec.CredentialsSpec("GIT_TOKEN", null, null));
        assertThat(findings(bench.inspect(byVariable))).containsExactly("repo.bad-word a.txt medium");
        Path file = Files.writeString(directory.resolve("token"), "git:t0p-s3cret\n");
        assertThat(findings(bench.inspect(withCredentials(new RepositorySpec.CredentialsSpec(null, file.toString(),
                null))))).containsExactly("repo.bad-word a.txt medium");
        assertThat(bench.inspect(withCredentials(new RepositorySpec.CredentialsSpec("UNSET", null, null))).state()
                .getFirst().message()).contains("env:UNSET, which is not set");
        server.password = "changed";
        Inspection wrong = bench.inspect(byVariable);
        assertThat(findings(wrong)).containsExactly("repo.unreachable  high");
        assertThat(wrong.toString()).doesNotContain("t0p-s3cret");
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            for (Path kept : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(kept), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("t0p-s3cret");
            }
        }
    }

    @Test
    void inspectWhenACloneWasInterruptedBeginsAnew() throws Exception {
        scratch.file("a.txt", "bad").commit();
        Path home = bench.homes.open(watched());
        Path partial = Files.createDirectories(home.resolve("clone.partial/objects"));
        Files.writeString(partial.resolve("half"), "half");
        Files.createDirectories(home.resolve("clone"));
        Files.writeString(home.resolve("clone/HEAD"), "ref: refs/heads/main\n");
        assertThat(findings(bench.inspect(watched()))).containsExactly("repo.bad-word a.txt medium");
        assertThat(home.resolve("clone.partial")).doesNotExist();
        Path incoming = Files.writeString(home.resolve("clone/objects/incoming_1.pack"), "half");
        scratch.file("b.txt", "fine").commit();
        assertThat(bench.inspect(watched()).status()).isEqualTo(Inspection.Status.ANALYZED);
        assertThat(incoming).doesNotExist();
    }

    @Test
    void inspectWhenTheUrlIsOfTheGitProtocolFetchesIt() throws Exception {
        scratch.file("a.txt", "bad").commit();
        Daemon daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon.setRepositoryResolver((_, _) -> {
            scratch.git().incrementOpen();
            return scratch.git();
        });
        daemon.getService("git-upload-pack").setEnabled(true);
        daemon.start();
        try {
            String url = "git://127.0.0.1:%d/it.git".formatted(daemon.getAddress().getPort());
            assertThat(findings(bench.inspect(Workbench.watched(Workbench.remote(url, null)))))
                    .containsExactly("repo.bad-word a.txt medium");
        } finally {
            daemon.stopAndWait();
        }
    }

    @Test
    void inspectWhenTheUrlIsAFileFetchesIt() throws Exception {
        scratch.file("a.txt", "bad").commit();
        assertThat(findings(bench.inspect(Workbench.watched(Workbench.remote(scratch.directory().toUri().toString(),
                null))))).containsExactly("repo.bad-word a.txt medium");
    }

    @Test
    void inspectWhenFetchedOftenDoesNotGrowForEver() throws Exception {
        for (int i = 0; i < 35; i++) {
            scratch.file("a" + i + ".txt", "fine").commit();
            assertThat(bench.inspect(watched()).status()).isEqualTo(Inspection.Status.ANALYZED);
        }
        try (Stream<Path> packs = Files.list(bench.homes.of(watched()).resolve("clone/objects/pack"))) {
            assertThat(packs.filter(file -> file.toString().endsWith(".pack"))).hasSizeLessThanOrEqualTo(30);
        }
    }

    @Test
    void inspectWhenHalosOwnTimeIsUpAccusesNobody() throws Exception {
        scratch.file("a.txt", "bad").commit();
        server.trickling = true;
        for (Duration left : List.of(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(-1))) {
            Inspection seen = bench.inspect(watched(), left);
            assertThat(findings(seen)).isEmpty();
            assertThat(seen.coverage()).isEqualTo(new Inspection.Coverage.Nothing());
            assertThat(seen.note()).contains("time of the cycle");
        }
    }

    @Test
    void inspectWhenOldPacksFillTheRoomClonesAnew() throws Exception {
        Workbench small = bench(Map.of("halo.repo.max-size", "1MB"));
        Random random = new Random(5);
        for (int i = 0; i < 4; i++) {
            StringBuilder noise = new StringBuilder();
            for (int n = 0; n < 60_000; n++) {
                noise.append(Long.toString(random.nextLong(), 36).toUpperCase(Locale.ROOT)).append('\n');
            }
            ObjectId head = scratch.file("noise.txt", noise.substring(0, 600_000)).commit();
            Inspection seen = small.inspect(watched());
            assertThat(findings(seen)).isEmpty();
            assertThat(seen.head()).isEqualTo(head.name());
        }
    }
}

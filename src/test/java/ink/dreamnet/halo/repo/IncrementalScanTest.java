package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.repo.scan.ScanResult;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static ink.dreamnet.halo.repo.Workbench.findings;
import static org.assertj.core.api.Assertions.assertThat;

/// What is read again, and what is not.
class IncrementalScanTest {

    @TempDir
    Path directory;
    private Scratch scratch;
    private Workbench bench;

    @BeforeEach
    void makeARepository() throws IOException {
        scratch = new Scratch(Files.createDirectory(directory.resolve("work")));
        bench = new Workbench(directory.resolve("data"), Map.of(), Map.of());
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    private int reads() {
        return bench.words.read.getAndSet(0);
    }

    private Inspection inspect() throws InterruptedException {
        return bench.inspect(scratch.directory());
    }

    private void twenty() throws IOException {
        for (int i = 0; i < 20; i++) {
            scratch.file("dir" + i % 3 + "/f" + i + ".txt", "file " + i + (i == 7 ? " bad" : "") + " todo");
        }
        scratch.file("manifest", "1").file("lock", "2").commit();
    }

    @Test
    void inspectWhenNothingChangedReadsNothingEvenAfterARestart() throws Exception {
        twenty();
        Inspection first = inspect();
        assertThat(reads()).isEqualTo(20);
        assertThat(findings(first)).containsExactly("repo.bad-word dir1/f7.txt medium", "repo.lock-mismatch lock high");
        assertThat(Workbench.scan(first).counts()).containsEntry("todo", 20);
        bench.restart();
        Inspection again = inspect();
        assertThat(reads()).isZero();
        assertThat(bench.manifest.run).hasValue(1);
        assertThat(again.analysis()).isEqualTo(first.analysis());
    }

    @Test
    void inspectWhenOneFileChangedReadsThatOne() throws Exception {
        twenty();
        inspect();
        reads();
        scratch.file("dir1/f7.txt", "good").file("dir0/new.txt", "-> dir2/f5.txt").remove("dir0/f0.txt").commit();
        bench.restart();
        Inspection seen = inspect();
        assertThat(reads()).isEqualTo(2);
        assertThat(bench.manifest.run).hasValue(1);
        assertThat(findings(seen)).containsExactly("repo.lock-mismatch lock high");
        assertThat(Workbench.scan(seen).counts()).containsEntry("todo", 18);
        scratch.remove("dir2/f5.txt").file("lock", "1").commit();
        assertThat(findings(inspect())).containsExactly("repo.link-broken dir0/new.txt low");
        assertThat(reads()).isZero();
        assertThat(bench.manifest.run).hasValue(2);
        scratch.remove("lock").commit();
        inspect();
        assertThat(bench.manifest.run).hasValue(3);
    }

    @Test
    void inspectWhenACheckHasAnotherVersionReadsAll() throws Exception {
        twenty();
        inspect();
        reads();
        bench.words.version = 2;
        bench.restart();
        inspect();
        assertThat(reads()).isEqualTo(20);
    }

    @Test
    void inspectWhenTimeIsUpGoesOnWhereItStopped() throws Exception {
        for (int i = 0; i < 1500; i++) {
            scratch.file("f%04d.txt".formatted(i), "file " + i + (i % 500 == 0 ? " bad" : ""));
        }
        scratch.file("manifest", "1").file("lock", "2").commit();
        bench.words.before = () -> {
            // several read at once, so that one number may be passed over
            if (bench.words.read.get() >= 100) {
                bench.clock.advance(Duration.ofHours(1));
            }
        };
        Inspection first = bench.inspect(Workbench.watched(Workbench.local(scratch.directory())),
                Duration.ofMinutes(30));
        int firstReads = reads();
        assertThat(first.status()).isEqualTo(Inspection.Status.INCOMPLETE);
        assertThat(first.note()).contains("files are still to be read");
        assertThat(first.coverage()).isInstanceOf(Inspection.Coverage.Only.class);
        assertThat(firstReads).isBetween(100, 600);
        bench.words.before = () -> {
        };
        bench.restart();
        scratch.file("f1499.txt", "changed bad").commit();
        Inspection second = inspect();
        assertThat(second.status()).isEqualTo(Inspection.Status.ANALYZED);
        assertThat(firstReads + reads()).isEqualTo(1500);
        assertThat(findings(second)).containsExactly("repo.bad-word f0000.txt medium",
                "repo.bad-word f0500.txt medium", "repo.bad-word f1000.txt medium", "repo.bad-word f1499.txt medium",
                "repo.lock-mismatch lock high");
    }

    @Test
    void inspectWhenWhatWasKeptIsDamagedReadsAllAgain() throws Exception {
        twenty();
        Inspection first = inspect();
        reads();
        Random random = new Random(7);
        List<Path> kept;
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            kept = files.filter(Files::isRegularFile).filter(file -> !file.endsWith("halo-repository")
                    && !file.endsWith("halo.lock")).sorted().toList();
        }
        assertThat(kept).hasSize(4);
        for (int round = 0; round < 40; round++) {
            Path file = kept.get(random.nextInt(kept.size()));
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            } else {
                bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            if (!file.endsWith("findings.bin")) {
                Files.write(file, bytes);
            } else {
                Files.delete(file);
            }
            bench.restart();
            assertThat(findings(inspect())).as("%s in round %d", file, round).isEqualTo(findings(first));
        }
    }

    @Test
    void inspectWhenACheckThrowsKeepsWhatTheOthersFindAndItsOwnCodesUnknown() throws Exception {
        bench.others.add(new Shout());
        scratch.file("a.txt", "LOUD throw").file("b.txt", "bad").link("c", "gone").commit();
        for (int round = 0; round < 2; round++) {
            bench.restart();
            Inspection seen = inspect();
            assertThat(findings(seen)).containsExactly("repo.bad-word b.txt medium", "repo.loud a.txt low",
                    "repo.symlink-broken c medium");
            assertThat(seen.note()).contains("Words");
            assertThat(seen.coverage()).isEqualTo(new Inspection.Coverage.AllBut(
                    Set.of("repo.bad-word", "repo.link-broken", "repo.todo-increased")));
        }
        scratch.file("a.txt", "fine").commit();
        assertThat(inspect().status()).isEqualTo(Inspection.Status.ANALYZED);
    }

    /// Reports what it has not declared.
    @Test
    void inspectWhenACheckReportsAnUndeclaredCodeCountsItAsFailed() throws Exception {
        Shout shout = new Shout();
        shout.code = "repo.undeclared";
        bench.others.add(shout);
        bench.restart();
        scratch.file("a.txt", "LOUD").commit();
        Inspection seen = inspect();
        assertThat(findings(seen)).isEmpty();
        assertThat(seen.note()).contains("Shout");
    }

    private static final class Shout implements FileCheck {

        private String code = "repo.loud";

        @Override
        public Set<String> codes() {
            return Set.of("repo.loud");
        }

        @Override
        public boolean reads(TreeFile file) {
            return file.ending().equals("txt");
        }

        @Override
        public void check(SourceFile file, Facts facts) {
            if (file.textOrEmpty().contains("LOUD")) {
                facts.finding(new Finding(code, Severity.LOW, file.path(), 1, "is loud"));
            }
        }
    }

    @Test
    void inspectWhenSeveralChecksAskForAManifestParsesItOnce() throws Exception {
        List<Item> parsed = Collections.synchronizedList(new ArrayList<>());
        FileCheck first = new FileCheck() {
            @Override
            public Set<String> codes() {
                return Set.of();
            }

            @Override
            public boolean reads(TreeFile file) {
                return file.name().equals("package.json");
            }

            @Override
            public void check(SourceFile file, Facts facts) {
                parsed.add(file.json().content());
            }
        };
        bench.others.addAll(List.of(first, new Reader(parsed), new Reader(parsed)));
        bench.restart();
        scratch.file("package.json", "{\"name\": \"a\"}").commit();
        assertThat(inspect().status()).isEqualTo(Inspection.Status.ANALYZED);
        assertThat(parsed).hasSize(3).allSatisfy(each -> assertThat(each).isSameAs(parsed.getFirst()));
    }

    private record Reader(List<Item> parsed) implements TreeCheck {

        @Override
        public Set<String> codes() {
            return Set.of();
        }

        @Override
        public boolean concerns(String path) {
            return path.equals("package.json");
        }

        @Override
        public void check(Tree tree, Facts facts) throws IOException {
            parsed.add(Objects.requireNonNull(tree.read("package.json")).json().content());
        }
    }

    @Test
    void inspectWhenIgnoredOrExcludedKeepsQuiet() throws Exception {
        scratch.file("a.txt", "bad").file("vendor/b.txt", "bad").file("docs/.haloignore", "notes/**\n!keep.txt\n")
                .file("docs/notes/c.txt", "bad").file("docs/d.txt", "bad todo\n-> target/made\n-> gone")
                .file(".gitignore", "target/\n").commit();
        List<RepositorySpec.@Nullable ExcludeSpec> exclude = List
                .of(new RepositorySpec.ExcludeSpec("repo.bad-word", "vendor/**"));
        WatchedRepository watched = Workbench.watched(new RepositorySpec(null, scratch.directory().toString(), null,
                null, null, exclude, null, null, null, null, null, null));
        assertThat(findings(bench.inspect(watched))).containsExactlyInAnyOrder("repo.bad-word a.txt medium",
                "repo.bad-word docs/d.txt medium", "repo.link-broken docs/d.txt low");
        reads();
        assertThat(findings(inspect())).contains("repo.bad-word vendor/b.txt low");
        assertThat(reads()).as("other exclusions need no other facts").isZero();
        scratch.remove("docs/.haloignore").commit();
        assertThat(findings(inspect())).contains("repo.bad-word docs/notes/c.txt medium");
    }

    @Test
    void inspectWhenManyFilesShareAnErrorTakesItForTheirDialect() throws Exception {
        bench.others.add(new FileCheck() {
            @Override
            public Set<String> codes() {
                return Set.of("repo.xml-invalid");
            }

            @Override
            public boolean reads(TreeFile file) {
                return file.name().endsWith(".xml");
            }

            @Override
            public void check(SourceFile file, Facts facts) {
                facts.finding(new Finding("repo.xml-invalid", Severity.HIGH, file.path(), 1, file.textOrEmpty()));
            }
        });
        bench.restart();
        for (int i = 0; i < 8; i++) {
            scratch.file("rules/" + i + ".xml", "has an attribute twice");
        }
        scratch.file("rules/other.xml", "is cut off").file("one/a.xml", "has an attribute twice").commit();
        assertThat(findings(inspect())).contains("repo.xml-invalid rules/0.xml low", "repo.xml-invalid rules/7.xml low",
                "repo.xml-invalid rules/other.xml high", "repo.xml-invalid one/a.xml high");
        scratch.remove("rules/7.xml").commit();
        assertThat(findings(inspect())).contains("repo.xml-invalid rules/0.xml high");
    }

    @Test
    void inspectWhenThereAreTooManyFilesIsUnknown() throws Exception {
        for (int i = 0; i < 120; i++) {
            scratch.file("f" + i + ".txt", "bad");
        }
        scratch.commit();
        Workbench small = new Workbench(directory.resolve("small"), Map.of("halo.repo.max-files", "100"), Map.of());
        Inspection seen = small.inspect(scratch.directory());
        assertThat(seen.status()).isEqualTo(Inspection.Status.FAILED);
        assertThat(seen.note()).contains("more than 100 files");
        assertThat(seen.coverage()).isEqualTo(new Inspection.Coverage.Nothing());
    }

    @Test
    void inspectWhenRandomlyEditedFindsWhatAFreshLookFinds() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 25; round++) {
            for (int edit = 0; edit < 6; edit++) {
                String path = "d" + random.nextInt(4) + "/" + (random.nextBoolean() ? "x-" : "x/") + random.nextInt(6)
                        + ".txt";
                switch (random.nextInt(4)) {
                    case 0 -> scratch.remove(path);
                    case 1 -> scratch.file(path, "bad " + random.nextInt());
                    case 2 -> scratch.file(path, "todo\n-> d1/x/" + random.nextInt(6) + ".txt");
                    default -> scratch.file(path, "fine");
                }
            }
            scratch.file(random.nextBoolean() ? "manifest" : "lock", "" + random.nextInt(2)).commit();
            Inspection kept = inspect();
            Workbench fresh = new Workbench(directory.resolve("fresh" + round), Map.of(), Map.of());
            Inspection all = fresh.inspect(scratch.directory());
            assertThat(Workbench.scan(kept)).isEqualTo(Workbench.scan(all));
        }
    }

    @Test
    void keepOnlyWhenARepositoryIsGoneDeletesWhatWasKept() throws Exception {
        twenty();
        inspect();
        Path foreign = Files.createDirectories(directory.resolve("data/foreign"));
        bench.homes.keepOnly(List.of(Workbench.watched(Workbench.local(scratch.directory()))));
        assertThat(homes()).hasSize(3);
        bench.homes.keepOnly(List.of());
        assertThat(homes()).isEqualTo(Set.of(foreign, directory.resolve("data/halo.lock")));
    }

    private Set<Path> homes() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("data"))) {
            return files.collect(java.util.stream.Collectors.toSet());
        }
    }

    /// Git sorts names by their bytes, which are not always UTF-8.
    @Test
    void inspectWhenNamesAreNotUtf8LosesNoFinding() throws Exception {
        byte[] first = "\u0141.txt".getBytes(StandardCharsets.UTF_8);
        byte[] second = "\u00e9.txt".getBytes(StandardCharsets.ISO_8859_1);
        commit(Map.of(first, "bad one", second, "bad two"));
        assertThat(findings(inspect())).hasSize(2);
        commit(Map.of(first, "bad three", second, "bad two"));
        Inspection seen = inspect();
        assertThat(findings(seen)).hasSize(2);
        assertThat(Workbench.scan(seen).left()).isZero();
    }

    private void commit(Map<byte[], String> files) throws IOException {
        try (ObjectInserter inserter = scratch.git().newObjectInserter()) {
            List<byte[]> names = new ArrayList<>(files.keySet());
            names.sort(Arrays::compareUnsigned);
            TreeFormatter tree = new TreeFormatter();
            for (byte[] name : names) {
                tree.append(name, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB,
                        String.valueOf(files.get(name)).getBytes(StandardCharsets.UTF_8)));
            }
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(tree));
            commit.setMessage("test");
            PersonIdent ident = new PersonIdent("Test", "test@example.org");
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = scratch.git().updateRef("refs/heads/main");
            update.setNewObjectId(id);
            update.forceUpdate();
        }
    }

    @Test
    void inspectWhenAPathIsExcludedFromTheRatchetCountsNothingThere() throws Exception {
        scratch.file("docs/a.txt", "todo").file("src/b.txt", "todo").commit();
        assertThat(Workbench.scan(inspect()).counts()).containsEntry("todo", 2);
        RepositorySpec spec = new RepositorySpec(null, scratch.directory().toString(), null, null, null,
                List.of(new RepositorySpec.ExcludeSpec("repo.todo-increased", "docs/**")), null, null, null, null, null,
                null);
        ScanResult scan = Workbench.scan(bench.inspect(Workbench.watched(spec)));
        assertThat(scan.counts()).containsEntry("todo", 1);
        assertThat(scan.countsByFile().get("todo")).containsOnlyKeys("src/b.txt");
    }
}

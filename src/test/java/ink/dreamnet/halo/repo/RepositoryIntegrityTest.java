package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static ink.dreamnet.halo.repo.Workbench.findings;
import static org.assertj.core.api.Assertions.assertThat;

/// What is wrong with a repository as git sees it: each way of being broken beside its healthy twin.
class RepositoryIntegrityTest {

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

    private Inspection inspect() throws InterruptedException {
        return bench.inspect(scratch.directory());
    }

    @Test
    void inspectWhenAllIsWellFindsNothingAndWritesNothing() throws Exception {
        scratch.file("a.txt", "fine").file("dir/b.txt", "-> a.txt\n").link("dir/link", "../a.txt")
                .link("dirlink", "dir").file("c.txt", "-> dirlink/b.txt").commit();
        List<String> before = listing(scratch.directory());
        Inspection seen = inspect();
        assertThat(seen.status()).isEqualTo(Inspection.Status.ANALYZED);
        assertThat(findings(seen)).isEmpty();
        assertThat(seen.note()).isNull();
        assertThat(seen.branch()).isEqualTo("main");
        assertThat(listing(scratch.directory())).isEqualTo(before);
    }

    @Test
    void inspectWhenEmptyIsNoError() throws Exception {
        Inspection seen = inspect();
        assertThat(seen.status()).isEqualTo(Inspection.Status.EMPTY);
        assertThat(findings(seen)).isEmpty();
    }

    @Test
    void inspectWhenThereIsNoRepositoryIsUnreachableUnlessOptional() throws Exception {
        Inspection seen = bench.inspect(directory.resolve("absent"));
        assertThat(findings(seen)).containsExactly("repo.unreachable  high");
        assertThat(seen.coverage()).isEqualTo(new Inspection.Coverage.Only(java.util.Set.of("repo.unreachable")));
        Inspection inside = bench.inspect(Files.createDirectory(scratch.directory().resolve("sub")));
        assertThat(findings(inside)).containsExactly("repo.unreachable  high");
        Inspection optional = bench.inspect(Workbench.watched(new RepositorySpec(null,
                directory.resolve("absent").toString(), null, null, null, null, null, null, true, null, null, null)));
        assertThat(optional.status()).isEqualTo(Inspection.Status.ABSENT);
        assertThat(findings(optional)).isEmpty();
        assertThat(optional.coverage()).isEqualTo(new Inspection.Coverage.Nothing());
    }

    @Test
    void inspectWhenADirectoryIsGoneAccusesNobodyOfWhatItHolds() throws Exception {
        scratch.file("a.txt", "-> dir/b.txt\n-> dir/sub/").file("dir/b.txt", "").file("dir/sub/c.txt", "")
                .link("l", "dir/b.txt").commit();
        Files.delete(scratch.object(Objects.requireNonNull(scratch.git().resolve("HEAD:dir"))));
        assertThat(findings(inspect())).containsExactly("repo.objects-missing dir critical");
    }

    @Test
    void inspectWhenManyObjectsOfThePastAreGoneListsAll() throws Exception {
        scratch.file("a.txt", "a").file("b.txt", "b").file("c.txt", "c").commit();
        List<ObjectId> past = List.of(scratch.blob("a.txt"), scratch.blob("b.txt"));
        scratch.file("a.txt", "A").file("b.txt", "B").commit();
        for (ObjectId object : past) {
            Files.delete(scratch.object(object));
        }
        assertThat(findings(inspect())).containsExactly("repo.objects-missing a.txt critical",
                "repo.objects-missing b.txt critical");
    }

    @Test
    void inspectWhenAnObjectRotsIsSeenWithinAWeekAndReadAgainOnlyWhenItMayBeMended() throws Exception {
        scratch.file("a.txt", "bad").file("b.txt", "b").commit();
        assertThat(findings(inspect())).containsExactly("repo.bad-word a.txt medium");
        Path object = scratch.object(scratch.blob("b.txt"));
        byte[] sound = Files.readAllBytes(object);
        Path aside = directory.resolve("rotten");
        Files.write(aside, new byte[]{1, 2, 3});
        Files.move(aside, object, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(findings(inspect())).containsExactly("repo.bad-word a.txt medium");
        bench.clock.advance(Duration.ofDays(7));
        Inspection seen = inspect();
        assertThat(findings(seen)).containsExactlyInAnyOrder("repo.bad-word a.txt medium",
                "repo.objects-corrupt b.txt critical");
        assertThat(inspect().analysis()).isEqualTo(seen.analysis());
        Files.write(aside, sound);
        Files.move(aside, object, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        bench.clock.advance(Duration.ofHours(1));
        assertThat(findings(inspect())).containsExactly("repo.bad-word a.txt medium");
    }

    @Test
    void inspectWhenLinksLeadInACircleSaysSo() throws Exception {
        scratch.file("dir/a.txt", "").link("up", "dir/../dir").link("x", "y").link("y", "x").commit();
        assertThat(findings(inspect())).containsExactly("repo.symlink-broken x medium", "repo.symlink-broken y medium");
    }

    @Test
    void inspectWhenABlobIsGoneSaysWhichAndJudgesNoContent() throws Exception {
        scratch.file("a.txt", "bad").file("b.txt", "gone").commit();
        Path object = scratch.object(scratch.blob("b.txt"));
        Path aside = directory.resolve("aside");
        Files.move(object, aside);
        Inspection seen = inspect();
        assertThat(findings(seen)).containsExactlyInAnyOrder("repo.objects-missing b.txt critical",
                "repo.bad-word a.txt medium");
        assertThat(seen.status()).isEqualTo(Inspection.Status.INCOMPLETE);
        assertThat(seen.coverage()).isInstanceOfSatisfying(Inspection.Coverage.Only.class,
                only -> assertThat(only.codes()).doesNotContain("repo.bad-word", "repo.objects-missing"));
        Files.move(aside, object);
        assertThat(findings(inspect())).containsExactly("repo.bad-word a.txt medium");
    }

    @Test
    void inspectWhenATreeIsGoneSaysWhich() throws Exception {
        ObjectId commit = scratch.file("dir/a.txt", "x").file("b.txt", "bad").commit();
        try (RevWalk walk = new RevWalk(scratch.git());
                var tree = org.eclipse.jgit.treewalk.TreeWalk.forPath(scratch.git(), "dir",
                        walk.parseCommit(commit).getTree())) {
            Files.delete(scratch.object(tree.getObjectId(0)));
        }
        assertThat(findings(inspect())).contains("repo.objects-missing dir critical", "repo.bad-word b.txt medium");
    }

    @Test
    void inspectWhenABlobIsOverwrittenSaysItIsCorrupt() throws Exception {
        scratch.file("a.txt", "one").file("b.txt", "two").commit();
        Path object = scratch.object(scratch.blob("b.txt"));
        Files.delete(object);
        Files.copy(scratch.object(scratch.blob("a.txt")), object);
        Inspection other = inspect();
        assertThat(findings(other)).containsExactly("repo.objects-corrupt b.txt critical");
        Files.delete(object);
        Files.write(object, new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        assertThat(findings(inspect())).containsExactly("repo.objects-corrupt b.txt critical");
    }

    @Test
    void inspectWhenThePastIsDamagedSaysSoOnce() throws Exception {
        ObjectId first = scratch.file("a.txt", "old").commit();
        ObjectId old = scratch.blob("a.txt");
        scratch.file("a.txt", "new").commit();
        assertThat(findings(inspect())).isEmpty();
        scratch.file("b.txt", "more").commit();
        Files.delete(scratch.object(old));
        assertThat(findings(inspect())).as("what a good HEAD reached is not walked again").isEmpty();
        Workbench other = new Workbench(directory.resolve("other"), Map.of(), Map.of());
        assertThat(findings(other.inspect(scratch.directory()))).containsExactly("repo.objects-missing a.txt critical");
        Files.delete(scratch.object(first));
        Workbench third = new Workbench(directory.resolve("third"), Map.of(), Map.of());
        assertThat(findings(third.inspect(scratch.directory()))).containsExactly("repo.objects-missing  critical");
    }

    @Test
    void inspectWhenTheCommitIsGoneJudgesOnlyTheState() throws Exception {
        ObjectId commit = scratch.file("a.txt", "x").commit();
        Files.delete(scratch.object(commit));
        Inspection seen = inspect();
        assertThat(findings(seen)).contains("repo.objects-missing  critical",
                "repo.refs-broken refs/heads/main high");
        assertThat(seen.coverage()).isInstanceOf(Inspection.Coverage.Only.class);
    }

    @Test
    void inspectWhenRefsAreBrokenNamesThem() throws Exception {
        ObjectId commit = scratch.file("a.txt", "x").commit();
        Path refs = scratch.directory().resolve(".git/refs");
        Files.writeString(refs.resolve("heads/garbage"), "not an id\n");
        Files.writeString(refs.resolve("heads/empty"), "");
        Files.writeString(refs.resolve("tags/nowhere"), "1234567890123456789012345678901234567890\n");
        Files.writeString(refs.resolve("heads/fine"), commit.name() + "\n");
        Files.writeString(refs.resolve("heads/busy.lock"), "");
        Inspection seen = inspect();
        assertThat(findings(seen)).containsExactly("repo.refs-broken refs/heads/empty high",
                "repo.refs-broken refs/heads/garbage high", "repo.refs-broken refs/tags/nowhere high");
        assertThat(seen.status()).isEqualTo(Inspection.Status.ANALYZED);
    }

    @Test
    void inspectWhenHeadPointsNowhereIsCritical() throws Exception {
        scratch.file("a.txt", "bad").commit();
        Path head = scratch.directory().resolve(".git/HEAD");
        Files.writeString(head, "ref: refs/heads/gone\n");
        Inspection seen = inspect();
        assertThat(findings(seen)).containsExactly("repo.refs-broken HEAD critical");
        assertThat(seen.coverage()).isInstanceOf(Inspection.Coverage.Only.class);
        Files.writeString(head, "ref: refs/heads/main\n");
        assertThat(findings(inspect())).containsExactly("repo.bad-word a.txt medium");
    }

    @Test
    void inspectWhenTheBranchDoesNotExistIsUnreachable() throws Exception {
        scratch.file("a.txt", "x").commit();
        Inspection seen = bench.inspect(Workbench.watched(new RepositorySpec(null, scratch.directory().toString(), null,
                "gone", null, null, null, null, null, null, null, null)));
        assertThat(findings(seen)).containsExactly("repo.unreachable  high");
    }

    @Test
    void inspectWhenAConflictIsOldIsUnresolved() throws Exception {
        scratch.file("a.txt", "x").commit();
        DirCache index = scratch.git().lockDirCache();
        DirCacheBuilder builder = index.builder();
        for (int stage = 1; stage <= 3; stage++) {
            DirCacheEntry entry = new DirCacheEntry("a.txt", stage);
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(scratch.blob("a.txt"));
            builder.add(entry);
        }
        builder.commit();
        assertThat(findings(inspect())).as("someone may be at it").isEmpty();
        bench.clock.advance(Duration.ofHours(2));
        assertThat(findings(inspect())).containsExactly("repo.merge-unresolved a.txt high");
        Files.setLastModifiedTime(scratch.git().getIndexFile().toPath(), FileTime.from(bench.clock.instant()));
        assertThat(findings(inspect())).as("git status writes the index anew")
                .containsExactly("repo.merge-unresolved a.txt high");
    }

    @Test
    void inspectWhenAMergeWasNeverCommittedIsUnresolved() throws Exception {
        ObjectId commit = scratch.file("a.txt", "x").commit();
        Path merge = scratch.directory().resolve(".git/MERGE_HEAD");
        Files.writeString(merge, commit.name() + "\n");
        assertThat(findings(inspect())).isEmpty();
        Files.setLastModifiedTime(merge, FileTime.from(Instant.now().minus(Duration.ofHours(3))));
        assertThat(findings(inspect())).containsExactly("repo.merge-unresolved MERGE_HEAD medium");
        Files.delete(merge);
        assertThat(findings(inspect())).isEmpty();
    }

    @Test
    void inspectWhenLinksLeadNowhereNamesThem() throws Exception {
        scratch.file("a.txt", "x").file(".gitignore", "build/\n").link("to-nothing", "gone").link("outside", "../up")
                .link("absolute", "/home/me/x").link("system", "/etc/hosts")
                .link("plugin", "made-elsewhere/plugin").link("made", "build/out").link("fine", "a.txt")
                .link("second", "fine").link("lib/libc.a", "../bin/libc.a").commit();
        assertThat(findings(inspect())).containsExactlyInAnyOrder("repo.symlink-broken to-nothing medium",
                "repo.symlink-broken plugin low", "repo.symlink-outside absolute medium",
                "repo.symlink-outside system low", "repo.symlink-outside outside medium");
        scratch.file("gone", "here").remove("outside").remove("absolute").remove("system").remove("plugin").commit();
        assertThat(findings(inspect())).isEmpty();
    }

    @Test
    void inspectWhenSubmodulesDoNotResolveNamesThem() throws Exception {
        scratch.file(".gitmodules", """
                [submodule "good"]
                \tpath = libs/good
                \turl = https://git.example/good.git
                [submodule "no-url"]
                \tpath = libs/no-url
                [submodule "no-link"]
                \tpath = libs/no-link
                \turl = https://git.example/no-link.git
                """).submodule("libs/good").submodule("libs/no-url").submodule("libs/undeclared")
                .file("a.txt", "-> libs/good/somewhere").commit();
        assertThat(findings(inspect())).containsExactlyInAnyOrder("repo.submodule-unresolved .gitmodules medium",
                "repo.submodule-unresolved .gitmodules medium",
                "repo.submodule-unresolved libs/undeclared medium");
        scratch.file(".gitmodules", "[submodule \"good\"]\n\tpath = libs/good\n\turl = ../good.git\n")
                .remove("libs/no-url").remove("libs/undeclared").commit();
        assertThat(findings(inspect())).isEmpty();
        scratch.file(".gitmodules", "[submodule").commit();
        assertThat(findings(inspect())).containsExactly("repo.submodule-unresolved .gitmodules medium");
    }

    @Test
    void inspectWhenPathsCollideNamesThem() throws Exception {
        scratch.file("Readme.md", "x").file("README.md", "y").file("caf\u00e9.txt", "x").file("cafe\u0301.txt", "y")
                .file("Docs/one.md", "x").file("docs/two.md", "y").commit();
        assertThat(findings(inspect())).containsExactlyInAnyOrder("repo.case-collision Readme.md medium",
                "repo.case-collision caf\u00e9.txt medium", "repo.case-collision docs low");
        scratch.file("README.md", "x").commit();
        assertThat(findings(inspect())).as("nothing is lost").contains("repo.case-collision Readme.md low");
        scratch.remove("README.md").remove("cafe\u0301.txt").remove("Docs/one.md").commit();
        assertThat(findings(inspect())).isEmpty();
    }

    @Test
    void inspectWhenManyNamesOfADirectoryCollideTakesThemForMeant() throws Exception {
        for (String name : List.of("mark", "dscp", "hl")) {
            scratch.file("net/xt_" + name + ".c", name).file("net/xt_" + name.toUpperCase(Locale.ROOT) + ".c", "x");
        }
        scratch.commit();
        assertThat(findings(inspect())).hasSize(3).allMatch(finding -> finding.endsWith(" medium"));
        scratch.file("net/xt_ttl.c", "ttl").file("net/xt_TTL.c", "x").file("Src/a.c", "a").file("src/a.c", "x")
                .commit();
        assertThat(findings(inspect())).containsExactlyInAnyOrder("repo.case-collision net/xt_mark.c low",
                "repo.case-collision net/xt_dscp.c low", "repo.case-collision net/xt_hl.c low",
                "repo.case-collision net/xt_ttl.c low", "repo.case-collision src low",
                "repo.case-collision src/a.c medium");
    }

    @Test
    void inspectWhenBehindOrDivergedSaysSo() throws Exception {
        ObjectId base = scratch.file("a.txt", "1").commit();
        ObjectId ahead = scratch.file("a.txt", "2").commit("refs/remotes/origin/main", base);
        assertThat(findings(inspect())).as("without an upstream there is nothing to be behind of").isEmpty();
        StoredConfig config = scratch.git().getConfig();
        config.setString("remote", "origin", "url", "https://git.example/x.git");
        config.setString("remote", "origin", "fetch", "+refs/heads/*:refs/remotes/origin/*");
        config.setString("branch", "main", "remote", "origin");
        config.setString("branch", "main", "merge", "refs/heads/main");
        config.save();
        assertThat(findings(inspect())).containsExactly("repo.branch-behind refs/heads/main low");
        scratch.file("a.txt", "3").commit();
        assertThat(findings(inspect())).containsExactly("repo.branch-diverged refs/heads/main medium");
        scratch.commit("refs/remotes/origin/main", scratch.git().resolve("refs/heads/main"));
        var update = scratch.git().updateRef("refs/heads/main");
        update.setNewObjectId(java.util.Objects.requireNonNull(scratch.git().resolve("refs/remotes/origin/main")));
        update.forceUpdate();
        assertThat(findings(inspect())).isEmpty();
        assertThat(ahead).isNotEqualTo(base);
    }

    @Test
    void inspectWhenNobodyCommitsForLongSaysSoOnlyWhereAsked() throws Exception {
        scratch.at(bench.clock.instant().minus(Duration.ofDays(10))).file("a.txt", "x").commit();
        assertThat(findings(inspect())).isEmpty();
        WatchedRepository watched = Workbench.watched(new RepositorySpec(null, scratch.directory().toString(), null,
                null, null, null, Duration.ofDays(30).toMillis(), null, null, null, null, null));
        assertThat(findings(bench.inspect(watched))).isEmpty();
        bench.clock.advance(Duration.ofDays(21));
        assertThat(findings(bench.inspect(watched))).containsExactly("repo.inactive  medium");
    }

    private static List<String> listing(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> {
                try {
                    return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
                } catch (IOException gone) {
                    throw new java.io.UncheckedIOException(gone);
                }
            }).sorted().toList();
        }
    }

    @Test
    void inspectWhenThePastIsMendedSaysSoNoMore() throws Exception {
        scratch.file("a.txt", "old").commit();
        Path object = scratch.object(scratch.blob("a.txt"));
        scratch.file("a.txt", "new").commit();
        byte[] kept = Files.readAllBytes(object);
        Files.delete(object);
        assertThat(findings(inspect())).containsExactly("repo.objects-missing a.txt critical");
        assertThat(findings(inspect())).as("as long as it is so")
                .containsExactly("repo.objects-missing a.txt critical");
        Files.write(object, kept);
        Inspection mended = inspect();
        assertThat(findings(mended)).isEmpty();
        assertThat(mended.coverage()).isEqualTo(new Inspection.Coverage.AllBut(Set.of()));
    }

    @Test
    void inspectWhenNotAllOfThePastIsWalkedKnowsNothingOfItsObjects() throws Exception {
        scratch.file("a.txt", "old").commit();
        scratch.file("a.txt", "new").commit();
        Workbench hasty = new Workbench(directory.resolve("hasty"), Map.of("halo.repo.history-objects", "1"), Map.of());
        assertThat(hasty.inspect(scratch.directory()).coverage()).isEqualTo(
                new Inspection.Coverage.AllBut(Set.of("repo.objects-missing", "repo.objects-corrupt")));
    }

    @Test
    void inspectWhenAllBranchesAreLostDoesNotTakeItForEmpty() throws Exception {
        ObjectId head = scratch.file("a.txt", "fine").commit();
        assertThat(findings(inspect())).isEmpty();
        Files.delete(scratch.directory().resolve(".git/refs/heads/main"));
        Inspection seen = inspect();
        assertThat(findings(seen)).containsExactly("repo.refs-broken HEAD critical");
        assertThat(seen.state().getFirst().message()).contains(head.abbreviate(10).name());
        assertThat(seen.coverage()).isInstanceOf(Inspection.Coverage.Only.class);
    }
}

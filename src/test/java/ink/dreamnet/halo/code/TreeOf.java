package ink.dreamnet.halo.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import ink.dreamnet.halo.code.dependency.PathAliases;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/// A commit's files from text, and what the checks say about them.
public final class TreeOf implements Tree {

    private final NavigableMap<String, TreeFile> files = new TreeMap<>();
    private final Map<String, byte[]> contents = new HashMap<>();

    public static TreeOf files(String... pathsAndTexts) {
        TreeOf tree = new TreeOf();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            tree.with(pathsAndTexts[i], pathsAndTexts[i + 1]);
        }
        return tree;
    }

    /// All files below a directory of the class path.
    public static TreeOf resources(String directory, String... paths) {
        TreeOf tree = new TreeOf();
        for (String path : paths) {
            tree.with(path, resource(directory + "/" + path));
        }
        return tree;
    }

    public static String resource(String name) {
        try (var in = TreeOf.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public TreeOf with(String path, String text) {
        return with(path, text.getBytes(StandardCharsets.UTF_8), TreeFile.Kind.REGULAR);
    }

    public TreeOf with(String path, byte[] bytes, TreeFile.Kind kind) {
        files.put(path, new TreeFile(path, kind, bytes.length, Integer.toHexString(path.hashCode())));
        contents.put(path, bytes);
        return this;
    }

    public TreeOf without(String path) {
        files.remove(path);
        contents.remove(path);
        return this;
    }

    /// Replaces a text that must occur in a file.
    public TreeOf replacing(String path, String text, String by) {
        String before = new String(contents.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
        if (!before.contains(text)) {
            throw new IllegalArgumentException(path + " does not contain " + text);
        }
        return with(path, before.replace(text, by));
    }

    @Override
    public NavigableMap<String, TreeFile> files() {
        return files;
    }

    @Override
    public Set<String> directories() {
        Set<String> directories = new TreeSet<>(Set.of(""));
        for (TreeFile file : files.values()) {
            for (String at = file.directory(); directories.add(at);) {
                at = Paths.directory(at);
            }
        }
        return directories;
    }

    @Override
    public @Nullable SourceFile read(String path) {
        TreeFile file = files.get(path);
        byte[] bytes = contents.get(path);
        return file == null || bytes == null || file.kind() == TreeFile.Kind.SUBMODULE
                ? null
                : new SourceFile(file, bytes);
    }

    @Override
    public @Nullable SourceFile beginning(String path) {
        return read(path);
    }

    /// What a check finds in this tree when none of its files is ignored by git.
    public List<Finding> found(TreeCheck check) throws IOException {
        Gathered facts = new Gathered(check);
        check.check(this, facts);
        return facts.findings(this);
    }

    /// What a check of files finds in all files that it reads.
    public List<Finding> found(FileCheck check) {
        Gathered facts = new Gathered(check);
        for (TreeFile file : files.values()) {
            SourceFile source = check.reads(file) ? read(file.path()) : null;
            if (source != null) {
                check.check(source, facts);
            }
        }
        return facts.findings(this);
    }

    private static final class Gathered implements Facts {

        private final List<Finding> findings = new ArrayList<>();
        private final List<Reference> references = new ArrayList<>();
        private final Check check;

        Gathered(Check check) {
            this.check = check;
        }

        @Override
        public void finding(Finding finding) {
            assertThat(check.codes()).contains(finding.code());
            findings.add(Place.weigh(check, finding));
        }

        @Override
        public void reference(Reference reference) {
            assertThat(check.codes()).contains(reference.missing().code());
            references.add(reference.with(Place.weigh(check, reference.missing())));
        }

        @Override
        public void note(Note note) {
            throw new AssertionError("no note was expected, but " + note);
        }

        @Override
        public void count(String what, int times) {
            throw new AssertionError("no count was expected, but " + what);
        }

        private static @Nullable Reference missing(Tree tree, PathAliases aliases, Reference reference) {
            try {
                Reference explained = aliases.explain(reference);
                return explained == null || aliases.candidates(explained).stream()
                        .anyMatch(path -> tree.isFile(path) || tree.isDirectory(path)) ? null : explained;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static Reference weighed(Evidence evidence, Reference reference) {
            try {
                return evidence.weigh(reference);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static Finding judged(LinkEvidence links, Reference reference) {
            try {
                return reference.kind() == Reference.Kind.LINK ? links.judge(reference) : reference.missing();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        List<Finding> findings(Tree tree) {
            List<Finding> all = new ArrayList<>(findings);
            PathAliases aliases = new PathAliases(tree);
            Evidence evidence = new Evidence(tree);
            LinkEvidence links = new LinkEvidence(tree);
            List<Reference> broken = new ArrayList<>();
            for (Reference reference : references) {
                boolean link = reference.kind() == Reference.Kind.LINK;
                Reference missing = missing(tree, aliases, reference);
                if (missing != null) {
                    Reference weighed = weighed(evidence, missing);
                    broken.add(weighed);
                    if (link) {
                        links.add(weighed);
                    }
                } else if (link) {
                    links.works(reference);
                }
            }
            broken.forEach(reference -> all.add(judged(links, reference)));
            return all;
        }
    }
}

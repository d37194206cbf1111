package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.code.Evidence;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.core.Severity;

/// Where many imports of one project lead to nothing, and to several files, something that HALO does not know finds these: a loader with
/// paths of its own, what is packed beside them, a generator. A commit breaks one or two. What an earlier commit had was found by its path, and
/// what lies elsewhere in the package was moved, by which many imports break at once.
final class ImportClusters implements Judge {

    private static final int MANY = 8;
    private static final int SEVERAL = 4;
    private static final List<String> MANIFESTS = List.of("package.json", "tsconfig.json", "pyproject.toml", "setup.py",
            "go.mod", "pom.xml", "build.gradle", "build.gradle.kts");

    private final Tree tree;
    private final Evidence evidence;
    private final Map<Project, Cluster> clusters = new HashMap<>();
    /// Of directories, where the nearest manifest lies.
    private final Map<String, String> roots = new HashMap<>();

    ImportClusters(Tree tree, Evidence evidence) {
        this.tree = tree;
        this.evidence = evidence;
    }

    /// The sources of one kind below the nearest manifest.
    private record Project(String root, Reference.Kind kind, String ending) {
    }

    private static final class Cluster {

        private int imports;
        private final Set<String> missing = new HashSet<>();

        boolean isLarge() {
            return imports >= MANY && missing.size() >= SEVERAL;
        }
    }

    @Override
    public boolean concerns(Reference reference) {
        return reference.kind().isImport() && reference.missing().severity() != Severity.LOW;
    }

    @Override
    public void add(Reference reference) throws IOException {
        Project project = project(reference);
        if (!isExplained(reference, project)) {
            Cluster cluster = clusters.computeIfAbsent(project, any -> new Cluster());
            cluster.imports++;
            if (cluster.missing.size() < SEVERAL) {
                cluster.missing.add(isOfScript(reference)
                        ? reference.candidates().getFirst()
                        : reference.name() + ":" + reference.candidates().getFirst());
            }
        }
    }

    @Override
    public Finding judge(Reference reference) throws IOException {
        Project project = project(reference);
        Cluster cluster = clusters.get(project);
        return cluster == null || !cluster.isLarge() || isExplained(reference, project)
                ? reference.missing()
                : reference.missing().with(Severity.LOW).adding(
                        "; %d other imports %s lead to nothing, too, so that something HALO does not know may provide them"
                                .formatted(cluster.imports - 1,
                                        project.root().isEmpty() ? "of this project" : "in /" + project.root()));
    }

    /// @return whether it is known why an import leads to nothing
    private boolean isExplained(Reference reference, Project project) throws IOException {
        return tree.had(reference) || tree.isFile(Paths.join(project.root(), MANIFESTS.getFirst()))
                && evidence.isMoved(reference, project.root());
    }

    private static boolean isOfScript(Reference reference) {
        return reference.kind() == Reference.Kind.IMPORT || reference.kind() == Reference.Kind.ALIAS;
    }

    private Project project(Reference reference) {
        String path = reference.missing().path();
        return new Project(root(Paths.directory(path)),
                isOfScript(reference) ? Reference.Kind.IMPORT : reference.kind(),
                path.substring(path.lastIndexOf('.') + 1));
    }

    private String root(String directory) {
        List<String> passed = new ArrayList<>(List.of(directory));
        String at = directory;
        while (!at.isEmpty() && !roots.containsKey(at) && !isProject(at)) {
            at = Paths.directory(at);
            passed.add(at);
        }
        String root = roots.getOrDefault(at, at);
        passed.forEach(each -> roots.put(each, root));
        return root;
    }

    private boolean isProject(String directory) {
        return MANIFESTS.stream().anyMatch(manifest -> tree.isFile(Paths.join(directory, manifest)));
    }
}

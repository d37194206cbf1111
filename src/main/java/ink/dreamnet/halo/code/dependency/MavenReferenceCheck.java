package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What `pom.xml` refers to by path must exist: the parent where `relativePath` is written (without it a parent may come from
/// a repository), modules, also those of profiles, and `systemPath` below the project. Properties are those of the same file;
/// what has another one is not judged. A module without a POM counts where Tycho would make one.
@Component
class MavenReferenceCheck implements FileCheck {

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
    private static final String[] POMS = {"pom.xml", "pom.yml", "pom.yaml", "pom.groovy", "pom.kts", "pom.scala",
            "pom.rb",
            "pom.atom", "META-INF/MANIFEST.MF", "feature.xml", "build.properties", "category.xml"};

    @Override
    public boolean reads(TreeFile file) {
        return Expected.reads(file, "pom.xml");
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        try {
            Xml project = Xml.read(file);
            if (!project.name().equals("project")) {
                return;
            }
            Map<String, String> properties = new HashMap<>();
            Xml declared = project.child("properties");
            if (declared != null) {
                declared.children().forEach(property -> properties.put(property.name(), property.text()));
            }
            new Pom(new Expected(file, facts), properties).check(project);
        } catch (Unreadable broken) {
            // ManifestCheck says so
            return;
        }
    }

    private record Pom(Expected expected, Map<String, String> properties) {

        void check(Xml project) {
            Xml relative = project.child("parent", "relativePath");
            if (relative != null && !relative.text().isEmpty()) {
                String path = resolved(relative.text());
                expect("repo.maven-parent-missing", relative, path, "the parent is at " + relative.text()
                        + ", which does not exist", path.endsWith(".xml") ? new String[0] : POMS);
            }
            List<Xml> places = new ArrayList<>();
            places.add(project);
            Xml profiles = project.child("profiles");
            if (profiles != null) {
                places.addAll(profiles.children("profile"));
            }
            for (Xml place : places) {
                modules(place.child("modules"), "module");
                modules(place.child("subprojects"), "subproject");
                system(place.child("dependencies"));
                system(place.child("dependencyManagement", "dependencies"));
            }
        }

        private void modules(@Nullable Xml modules, String name) {
            if (modules == null) {
                return;
            }
            for (Xml module : modules.children(name)) {
                String path = resolved(module.text());
                expect("repo.maven-module-missing", module, path, "the module " + module.text() + " does not exist",
                        path
                                .endsWith(".xml") ? new String[0] : POMS);
            }
        }

        private void system(@Nullable Xml dependencies) {
            if (dependencies == null) {
                return;
            }
            for (Xml dependency : dependencies.children("dependency")) {
                Xml path = dependency.child("systemPath");
                if (path != null && path.text().contains("basedir}")) {
                    expect("repo.maven-system-path-missing", path, resolved(path.text()),
                            path.text() + " does not exist");
                }
            }
        }

        private void expect(String code, Xml at, String path, String message, String... files) {
            expected.at(code, at.line(), path, message, files);
        }

        /// @return the text with its properties; what remains of them makes it no path
        private String resolved(String text) {
            String result = text.replaceAll("\\$\\{(?:project\\.|pom\\.)?basedir}/?", "./");
            for (int round = 0; round < 5 && result.contains("${") && result.length() < 1000; round++) {
                result = PROPERTY.matcher(result)
                        .replaceAll(match -> Matcher.quoteReplacement(properties.getOrDefault(match
                                .group(1), match.group())).replace("${basedir}", "."));
            }
            return result;
        }
    }
}

package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.format.Element;

/// What `pom.xml` refers to by path must exist: the parent where `relativePath` is written (without it a parent may come from
/// a repository), modules, also those of profiles, and `systemPath` below the project. Properties are those of the same file;
/// what has another one is not judged. A module without a POM counts where Tycho would make one: of a bundle, and where the parent names
/// Tycho also of a directory with bundles.
@Reports({MavenReferenceCheck.PARENT, MavenReferenceCheck.MODULE, MavenReferenceCheck.SYSTEM_PATH})
class MavenReferenceCheck extends ReferenceCheck {

    static final String PARENT = "repo.maven-parent-missing";
    static final String MODULE = "repo.maven-module-missing";
    static final String SYSTEM_PATH = "repo.maven-system-path-missing";
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^{}]++)}");
    private static final String[] POMS = {"pom.xml", "pom.yml", "pom.yaml", "pom.groovy", "pom.kts", "pom.scala",
            "pom.rb", "pom.atom", "META-INF/MANIFEST.MF", "feature.xml", "build.properties", "category.xml"};

    MavenReferenceCheck() {
        super("pom.xml");
    }

    @Override
    void check(SourceFile file, Expected expected) {
        Element project = file.xml().content();
        if (project.name().equals("project")) {
            Map<String, String> properties = new HashMap<>();
            project.child("properties").children()
                    .forEach(property -> properties.put(property.name(), property.text()));
            new Pom(expected, properties, file.textOrEmpty().contains("tycho")).check(project);
        }
    }

    private record Pom(Expected expected, Map<String, String> properties, boolean pomless) {

        void check(Element project) {
            Element relative = project.child("parent", "relativePath");
            if (!relative.text().isEmpty()) {
                expect(PARENT, relative, "the parent is at " + relative.text() + ", which does not exist");
            }
            List<Element> places = new ArrayList<>(project.child("profiles").children("profile"));
            places.addFirst(project);
            for (Element place : places) {
                modules(place.child("modules").children("module"));
                modules(place.child("subprojects").children("subproject"));
                system(place.child("dependencies"));
                system(place.child("dependencyManagement", "dependencies"));
            }
        }

        private void modules(List<Element> modules) {
            modules.forEach(module -> expect(MODULE, module, "the module " + module.text() + " does not exist"));
        }

        private void system(Element dependencies) {
            for (Element dependency : dependencies.children("dependency")) {
                Element path = dependency.child("systemPath");
                if (path.text().contains("basedir}")) {
                    expected.path(SYSTEM_PATH, path.line(), resolved(path.text()), path.text() + " does not exist");
                }
            }
        }

        /// A directory must hold a POM.
        private void expect(String code, Element at, String message) {
            String path = resolved(at.text());
            boolean exists = path.endsWith(".xml") || pomless && code.equals(MODULE);
            expected.path(code, at.line(), path, message, exists ? new String[0] : POMS);
        }

        /// @return the text with its properties; what remains of them makes it no path
        private String resolved(String text) {
            String result = text.replaceAll("\\$\\{(?:project\\.|pom\\.)?basedir}/?", "./");
            for (int round = 0; round < 5 && result.contains("${") && result.length() < 1000; round++) {
                result = PROPERTY.matcher(result)
                        .replaceAll(match -> Matcher
                                .quoteReplacement(properties.getOrDefault(match.group(1), match.group()))
                                .replace("${basedir}", "."));
            }
            return result;
        }
    }
}

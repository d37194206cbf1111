package ink.dreamnet.halo.code;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.format.Element;
import ink.dreamnet.halo.code.format.Item;
import org.jspecify.annotations.Nullable;

/// Tells whether a build may write a source or a module that the commit does not have, so that an import of it is no proof of harm. A build
/// whose tools are not all known may. For use by one thread.
final class Generators {

    /// Plugins of Maven that write no sources, without `maven-` and `-maven-plugin`.
    private static final Set<String> MAVEN = Set.of("compiler", "resources", "surefire", "surefire-report", "failsafe",
            "jar", "source", "javadoc", "install", "deploy", "clean", "site", "assembly", "shade", "enforcer",
            "release", "gpg", "dependency", "checkstyle", "pmd", "spotbugs", "findbugs", "jacoco", "cobertura",
            "spotless", "fmt", "formatter", "impsort", "sortpom", "spring-javaformat", "license", "apache-rat",
            "versions", "toolchains", "war", "ear", "ejb", "spring-boot", "native", "flatten", "nexus-staging",
            "central-publishing", "bundle", "bnd", "bnd-baseline", "animal-sniffer", "japicmp", "revapi", "clirr",
            "forbiddenapis", "project-info-reports", "jxr", "changes", "scm", "scm-publish", "git-commit-id",
            "buildnumber", "jib", "docker", "dockerfile", "sonar", "coveralls", "pitest-maven", "cyclonedx",
            "lifecycle-mapping", "eclipse", "idea", "help", "wrapper", "invoker", "frontend", "flyway", "liquibase",
            "asciidoctor", "properties", "remote-resources", "jarsigner", "jetty", "artifact", "moditect", "jdeps");
    private static final Pattern MAVEN_NAME = Pattern.compile("^maven-|(?:-maven)?-plugin$");
    /// Other kinds bring plugins of their own.
    private static final Set<String> PACKAGINGS = Set.of("", "jar", "war", "ear", "ejb", "pom", "bundle");
    /// Plugins of Gradle that write no sources.
    private static final Set<String> GRADLE = Set.of("java", "java-library", "application", "war", "ear", "base",
            "java-platform", "java-test-fixtures", "jvm-test-suite", "test-report-aggregation",
            "jacoco-report-aggregation", "org.springframework.boot", "io.spring.dependency-management",
            "org.graalvm.buildtools.native", "maven-publish", "maven", "signing", "jacoco", "checkstyle", "pmd",
            "idea", "eclipse", "distribution", "project-report", "com.gradleup.shadow",
            "com.github.johnrengelman.shadow", "com.diffplug.spotless", "org.owasp.dependencycheck",
            "com.github.ben-manes.versions", "com.github.spotbugs", "net.ltgt.errorprone", "net.ltgt.nullaway",
            "org.sonarqube", "com.google.cloud.tools.jib", "io.freefair.lombok", "com.vanniktech.maven.publish",
            "io.github.gradle-nexus.publish-plugin", "org.gradle.toolchains.foojay-resolver-convention",
            "org.jetbrains.kotlin.jvm", "com.gradle.enterprise", "com.gradle.develocity", "org.cyclonedx.bom",
            "me.champeau.jmh",
            "com.github.hierynomus.license", "ru.vyarus.animalsniffer", "biz.aQute.bnd.builder");
    private static final Pattern GRADLE_PLUGIN = Pattern.compile(
            "(?:\\bid\\s{0,9}[=(]?|\\bapply\\s{0,9}\\(?\\s{0,9}plugin\\s{0,9}[:=])\\s{0,9}[\"']([\\w.-]{1,200})[\"']");
    private static final Pattern GRADLE_WRITES = Pattern.compile(
            "\\bsourceSets\\b|(?i:\\bgenerate)|\\bJavaExec\\b|\\bant\\.|\\b(?:antlr|kapt|ksp)\\b"
                    + "|\\bannotationProcessor[\\s(]{1,9}[\"'l](?![^\"'\\n]{0,100}(?:lombok|spring-boot-configuration-processor))");
    private static final Pattern GRADLE_COMMENT = Pattern.compile("(?m)(?<!:)//.*$");
    private static final Set<String> PROCESSORS = Set.of("lombok", "spring-boot-configuration-processor",
            "error_prone_core", "nullaway");
    private static final List<String> GRADLE_FILES = List.of("build.gradle", "build.gradle.kts", "settings.gradle",
            "settings.gradle.kts");
    /// Of systems whose builds may do anything.
    private static final List<String> OTHER_BUILDS = List.of("build.xml", "BUILD", "BUILD.bazel", "WORKSPACE",
            "MODULE.bazel", "build.sbt", "build.sc", "build.mill", "project.clj", "Makefile", "GNUmakefile", "makefile",
            "Makefile.am", "Makefile.in", "CMakeLists.txt", "meson.build", "Android.bp", "Android.mk", "BUCK",
            "Rakefile", "build.sh");

    private static final Set<String> NATIVE = Set.of("pyx", "pxd", "c", "cc", "cpp", "cxx", "f", "f90", "rs");
    private static final List<String> NATIVE_BUILDS = List.of("setup.py", "pyproject.toml", "meson.build",
            "CMakeLists.txt", "SConstruct", "Cargo.toml", "configure", "configure.ac", "Makefile");
    /// Of programs in C whose scripts are resources.
    private static final List<String> RESOURCE_BUILDS = List.of("meson.build", "configure.ac");
    /// What package managers run before others, and what is named for generating code.
    private static final Pattern WRITING_SCRIPT = Pattern.compile(
            "(?:prepare|(?:pre|post)(?:build|dev|start|test|pack|install|publish)|codegen|generate|gen)(?:[:-].{1,60})?");
    private static final Pattern CODE_GENERATION = Pattern.compile("(?:codegen|generate|gen)(?:[:-].{1,60})?");
    private static final Pattern NAMED = Pattern
            .compile("(?<![\\w-])([\\w-][\\w.-]{0,100}?)\\.(?:[cm]?[jt]sx?|json|css|svg|graphql)\\b");
    /// Characters of what runs before others; each missing import is looked for in it.
    private static final int MOST_COMMANDS = 200_000;
    private static final Pattern WRITES = Pattern.compile("writeFile|outputFile|createWriteStream|copyFile");
    private static final Pattern WORD = Pattern.compile("[^\\s\"'&|;<>]{1,200}");

    private final Tree tree;
    private final Map<String, Scripts> scripts = new HashMap<>();
    private @Nullable Boolean mavenWrites;
    private @Nullable Boolean gradleWrites;
    private @Nullable Set<String> nativeBelow;

    Generators(Tree tree) {
        this.tree = tree;
    }

    /// @param root of sources of Java
    /// @return whether what builds them may write others: the nearest build above decides which tool that is
    boolean mayWriteJava(String root) throws IOException {
        for (String at = root;; at = Paths.directory(at)) {
            if (tree.isFile(Paths.join(at, "pom.xml"))) {
                mavenWrites = mavenWrites == null ? mavenWrites() : mavenWrites;
                return mavenWrites;
            }
            if (has(at, GRADLE_FILES)) {
                gradleWrites = gradleWrites == null ? gradleWrites() : gradleWrites;
                return gradleWrites;
            }
            if (has(at, OTHER_BUILDS)) {
                return true;
            }
            if (at.isEmpty()) {
                return false;
            }
        }
    }

    /// @param directory of a file of Python
    /// @return whether a build of this directory, or of one above, has native sources, of which it makes modules
    boolean mayBuildModules(String directory) {
        Set<String> below = nativeBelow;
        if (below == null) {
            below = new HashSet<>();
            for (TreeFile file : tree.files().values()) {
                if (NATIVE.contains(file.ending()) && Place.of(file) == Place.PRODUCTION) {
                    for (String at = file.directory(); below.add(at) && !at.isEmpty();) {
                        at = Paths.directory(at);
                    }
                }
            }
            nativeBelow = below;
        }
        for (String at = directory;; at = Paths.directory(at)) {
            if (below.contains(at) && has(at, NATIVE_BUILDS)) {
                return true;
            }
            if (at.isEmpty()) {
                return false;
            }
        }
    }

    /// Scripts that no `package.json` is above belong to a program that packs them by paths of its own, as GNOME's resources are, or to pages.
    ///
    /// @param pages whether scripts of this directory belong to pages of documentation
    boolean mayPackElsewhere(String directory, boolean pages) {
        boolean elsewhere = pages;
        for (String at = directory;; at = Paths.directory(at)) {
            if (tree.isFile(Paths.join(at, "package.json"))) {
                return false;
            }
            elsewhere |= has(at, RESOURCE_BUILDS);
            if (at.isEmpty()) {
                return elsewhere;
            }
        }
    }

    /// @param path that is imported, without an ending or with one
    /// @return whether a script of a `package.json` above, or a file that it runs, names it or its directory, or writes code into a
    ///         directory that is not there
    boolean mayWriteScript(String path) throws IOException {
        String name = Paths.name(path);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String directory = Paths.directory(path);
        boolean there = tree.isDirectory(directory);
        for (String at = directory;; at = Paths.directory(at)) {
            Scripts before = scriptsOf(at);
            if (before.files().contains(name) || before.files().contains(stem) || !there && before.generate()
                    || Paths.isBelow(at, directory)
                            && before.commands().contains(Paths.relative(at, directory) + "/" + name)) {
                return true;
            }
            if (at.isEmpty()) {
                return false;
            }
        }
    }

    private Scripts scriptsOf(String directory) throws IOException {
        Scripts known = scripts.get(directory);
        if (known == null) {
            known = read(directory);
            scripts.put(directory, known);
        }
        return known;
    }

    private Scripts read(String directory) throws IOException {
        SourceFile manifest = tree.read(Paths.join(directory, "package.json"));
        if (manifest == null) {
            return Scripts.NONE;
        }
        StringBuilder commands = new StringBuilder();
        boolean generate = false;
        for (Map.Entry<String, Item> script : manifest.json().content().get("scripts").entries().entrySet()) {
            if (WRITING_SCRIPT.matcher(script.getKey()).matches()) {
                command(directory, script.getValue().text(""), commands);
            }
            generate |= CODE_GENERATION.matcher(script.getKey()).matches();
        }
        Set<String> files = NAMED.matcher(commands).results().map(file -> file.group(1)).collect(Collectors.toSet());
        return new Scripts(commands.toString(), files, generate);
    }

    private void command(String directory, String command, StringBuilder into) throws IOException {
        into.append(command).append(' ');
        for (Matcher word = WORD.matcher(command); word.find() && into.length() < MOST_COMMANDS;) {
            String file = Paths.resolve(directory, word.group());
            String text = file != null && tree.isFile(file) ? tree.text(file) : "";
            if (WRITES.matcher(text).find()) {
                into.append(text, 0, Math.min(text.length(), MOST_COMMANDS)).append(' ');
            }
        }
    }

    /// What the scripts of one `package.json` run that go before others.
    ///
    /// @param commands with the text of the files that they run
    /// @param files that they name, without directories and endings
    /// @param generate whether one is named for generating code
    private record Scripts(String commands, Set<String> files, boolean generate) {

        static final Scripts NONE = new Scripts("", Set.of(), false);
    }

    private boolean has(String directory, List<String> names) {
        return names.stream().anyMatch(name -> tree.isFile(Paths.join(directory, name)));
    }

    private boolean mavenWrites() throws IOException {
        for (TreeFile file : tree.files().values()) {
            if (file.name().equals("pom.xml") && Place.of(file) == Place.PRODUCTION) {
                SourceFile pom = tree.read(file.path());
                Element project = pom == null ? null : pom.xml().content();
                if (project == null || !project.name().equals("project")
                        || !PACKAGINGS.contains(project.child("packaging").text()) || hasUnknownPlugin(project)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasUnknownPlugin(Element element) {
        String artifact = element.child("artifactId").text();
        return switch (element.name()) {
            case "reporting" -> false;
            case "path", "annotationProcessorPath" -> !artifact.isEmpty() && !PROCESSORS.contains(artifact);
            case "plugin" -> !MAVEN.contains(MAVEN_NAME.matcher(artifact).replaceAll(""))
                    || element.children().stream().anyMatch(Generators::hasUnknownPlugin);
            default -> element.children().stream().anyMatch(Generators::hasUnknownPlugin);
        };
    }

    private boolean gradleWrites() throws IOException {
        for (TreeFile file : tree.files().values()) {
            boolean script = file.name().endsWith(".gradle") || file.name().endsWith(".gradle.kts");
            if ((script || file.name().endsWith(".versions.toml")) && Place.of(file) == Place.PRODUCTION) {
                String text = GRADLE_COMMENT.matcher(tree.text(file.path())).replaceAll("");
                if (script && GRADLE_WRITES.matcher(text).find()
                        || GRADLE_PLUGIN.matcher(text).results()
                                .anyMatch(plugin -> !GRADLE.contains(plugin.group(1)))) {
                    return true;
                }
            }
        }
        return false;
    }
}

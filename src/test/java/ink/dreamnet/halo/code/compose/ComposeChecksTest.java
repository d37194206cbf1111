package ink.dreamnet.halo.code.compose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ComposeChecksTest {

    /// The fleet's base file, shortened.
    private static final String BASE = """
            services:
              nerve:
                image: redis:alpine
                container_name: dreamnet_nerve
                ports: ["6379:6379"]
                volumes: [nerve_data:/data]
                networks: [dream_network]
              signal-screener:
                image: dreamnet/signal-screener:local
                container_name: dreamnet_signal_screener
                networks: [dream_network]
                depends_on: [nerve]
            volumes:
              nerve_data:
            networks:
              dream_network: {driver: bridge}
            """;
    private static final String ARYA = """
            services:
              arya-executor:
                build: {context: ./packages/arya-executor}
                networks: [dream_network]
                depends_on:
                  - nerve
                  - dreamnet_signal_screener
            """;

    private static List<Finding> references(TreeOf tree) throws IOException {
        return tree.found(new ComposeReferenceCheck());
    }

    @Test
    void checkWhenAnOverrideResetsABuildNamesNothing() throws IOException {
        TreeOf tree = TreeOf.files("Dockerfile", "FROM node\n", "compose.yaml",
                "services:\n  web:\n    build: .\n", "compose.prod.yaml", """
                        services:
                          web:
                            image: web:1
                            build: !reset null
                            depends_on: !reset [gone]
                        """);
        assertThat(tree.found(new ComposePathCheck())).isEmpty();
        assertThat(references(tree)).isEmpty();
    }

    @Test
    void checkWhenACommandUsesAFileOfAnotherNameItsServicesAreNotKnown() throws IOException {
        String compose = "services: {a: {image: x}}\n";
        String script = "docker compose -f infra/%s up -d b\n";
        assertThat(TreeOf.files("compose.yaml", compose, "infra/dev.yml", "services: {b: {image: x}}\n", "up.sh",
                script.formatted("dev.yml")).found(new ComposeCommandCheck())).isEmpty();
        assertThat(TreeOf.files("infra/compose.dev.yml", compose, "up.sh", script.formatted("compose.dev.yml"))
                .found(new ComposeCommandCheck())).hasSize(1);
    }

    /// Of more files than belong together nothing is said, and none of them is compared with each other one.
    @Test
    void checkWhenATextNamesThousandsOfFilesSaysNothingOfWhatTheyMayHave() throws IOException {
        List<String> files = new ArrayList<>();
        StringBuilder names = new StringBuilder("compose\n");
        for (int i = 0; i < 8000; i++) {
            files.add("d%d/compose.yml".formatted(i));
            files.add("services: {a: {image: x, depends_on: [b]}}\n");
            names.append(" d").append(i).append("/compose.yml\n");
        }
        files.add("README.md");
        files.add(names.toString());
        assertThat(references(TreeOf.files(files.toArray(String[]::new)))).isEmpty();
    }

    @Test
    void checkWhenAContainerIsNamedInPlaceOfItsServiceNamesTheService() throws IOException {
        TreeOf tree = TreeOf.files("docker-compose.yml", BASE, "docker-compose.arya.yml", ARYA);
        assertThat(references(tree)).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.compose-invalid");
            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(found.path()).isEqualTo("docker-compose.arya.yml");
            assertThat(found.line()).isEqualTo(7);
            assertThat(found.message()).contains("dreamnet_signal_screener",
                    "the name of its container, the service is signal-screener");
        });
        assertThat(references(tree.replacing("docker-compose.arya.yml", "dreamnet_signal_screener", "signal-screener")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"depends_on: [db]",
            "depends_on: {db: {condition: service_healthy}}",
            "links: ['db:database']", "network_mode: service:db", "pid: service:db", "volumes_from: ['db:ro']",
            "extends: db", "extends: {service: db}", "volumes: ['db:/data']",
            "volumes: [{type: volume, source: db, target: /data}]", "networks: [db]", "networks: {db: {aliases: [x]}}",
            "secrets: [db]", "secrets: [{source: db, target: x}]", "configs: [db]",
            "build: {context: ., secrets: [db]}"})
    void checkWhenWhatAServiceNamesIsNotDeclaredFinds(String use) throws IOException {
        String file = "services:\n  web:\n    image: nginx\n    " + use + "\n";
        String declared = "  db: {image: postgres}\nvolumes: {db: }\nnetworks: {db: }\nsecrets: {db: {environment: A}}\n"
                + "configs: {db: {content: x}}\n";
        assertThat(references(TreeOf.files("compose.yaml", file))).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.compose-invalid");
            assertThat(found.severity()).isEqualTo(Severity.HIGH);
            assertThat(found.line()).isEqualTo(4);
        });
        assertThat(references(TreeOf.files("compose.prod.yaml", file))).extracting(Finding::severity)
                .containsExactly(Severity.MEDIUM);
        assertThat(references(TreeOf.files("tests/compose.yaml", file))).extracting(Finding::severity)
                .containsExactly(Severity.LOW);
        assertThat(references(TreeOf.files("compose.yaml", file + declared))).noneMatch(found -> found.code()
                .equals("repo.compose-invalid"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "depends_on: {db: {condition: service_started, required: false}}",
            "depends_on: ['${DB}']", "volumes_from: ['container:db']",
            "volumes: ['./db:/data', '~/x:/x', 'C:\\\\x:/x', '/data']",
            "volumes: [{type: bind, source: db, target: /x}]", "networks: [default]", "network_mode: host",
            "external_links: [db]", "extends: {file: other.yml, service: db}"})
    void checkWhenNothingMustBeDeclaredFindsNothing(String use) throws IOException {
        assertThat(references(TreeOf.files("compose.yaml", "services:\n  web:\n    image: nginx\n    " + use + "\n")))
                .isEmpty();
    }

    @Test
    void checkWhenAnotherFileOfTheProjectDeclaresItFindsNothing() throws IOException {
        String web = "services:\n  web: {image: nginx, depends_on: [db]}\n";
        String db = "services:\n  db: {image: postgres}\n";
        assertThat(references(TreeOf.files("compose.yaml", web, "compose.override.yaml", db))).as("override").isEmpty();
        assertThat(references(TreeOf.files("compose.yaml", web, "compose.override.yaml.example", db))).as("copied")
                .isEmpty();
        assertThat(references(TreeOf.files("compose.yaml", "include: [db/db.yaml]\n" + web, "db/db.yaml", db)))
                .as("included").isEmpty();
        assertThat(references(TreeOf.files("compose.yaml", "include: ['oci://x/y']\n" + web))).as("not known")
                .isEmpty();
        TreeOf apart = TreeOf.files("app/compose.yaml", web, "infra/compose.db.yaml", db);
        assertThat(references(apart)).hasSize(1);
        assertThat(references(apart.with("up.sh", "docker compose -f app/compose.yaml -f infra/compose.db.yaml up")))
                .as("a script puts them together").isEmpty();
        assertThat(references(TreeOf.files("app/compose.yaml", web, "up.sh",
                "docker compose $(printf -- '-f %s ' */compose.yaml) up"))).as("whatever there is").isEmpty();
    }

    @Test
    void checkWhenMergedByAnchorReadsWhatIsMerged() throws IOException {
        String file = "x-app: &app\n  image: app\n  depends_on: [db]\nservices:\n  web:\n    <<: *app\n  db: {image: postgres}\n";
        assertThat(references(TreeOf.files("compose.yaml", file))).isEmpty();
        assertThat(references(TreeOf.files("compose.yaml", file.replace("  db: {", "  database: {")))).singleElement()
                .satisfies(found -> assertThat(found.message()).startsWith("web depends on the service db"));
    }

    @Test
    void checkWhenDependenciesAreMergedReadsAllOfThem() throws IOException {
        String file = """
                x-common: &common
                  image: apache/airflow
                  depends_on: &dependencies
                    redis: {condition: service_healthy}
                services:
                  redis: {image: redis}
                  worker:
                    <<: *common
                    depends_on:
                      <<: *dependencies
                      init: {condition: service_completed_successfully}
                  init: {<<: *common}
                """;
        assertThat(references(TreeOf.files("compose.yaml", file))).isEmpty();
        assertThat(references(TreeOf.files("compose.yaml", file.replace("  redis: {image", "  valkey: {image"))))
                .singleElement().satisfies(found -> assertThat(found.message()).contains("redis", "and 1 more"));
    }

    @Test
    void checkWhenAVolumeIsForNobodyFindsIt() throws IOException {
        String file = "services:\n  db:\n    image: postgres\n    volumes: ['%s:/var/lib/postgresql']\nvolumes:\n  db_data:\n";
        assertThat(references(TreeOf.files("compose.yaml", file.formatted("./data")))).singleElement()
                .satisfies(found -> {
                    assertThat(found.code()).isEqualTo("repo.compose-volume-unused");
                    assertThat(found.severity()).isEqualTo(Severity.LOW);
                    assertThat(found.line()).isEqualTo(6);
                });
        assertThat(references(TreeOf.files("compose.yaml", file.formatted("db_data")))).isEmpty();
        assertThat(references(TreeOf.files("compose.yaml", file.formatted("${DATA:-db_data}")))).isEmpty();
        assertThat(references(TreeOf.files("compose.yaml", file.formatted("./data").replace("db_data:\n",
                "db_data: {external: true}\n")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"ports: ['8080:80'] | ports: ['8080:3000'] | MEDIUM",
            "ports: ['127.0.0.1:8080:80'] | ports: ['8080:80/tcp'] | MEDIUM",
            "ports: ['8080:80'] | ports: [{target: 80, published: 8080}] | MEDIUM",
            "container_name: web | container_name: web | HIGH", "ports: ['8080:80'] | ports: ['8080:80/udp'] |",
            "ports: ['127.0.0.1:8080:80'] | ports: ['127.0.0.2:8080:80'] |",
            "ports: ['8080:80'] | ports: ['8081:80'] |",
            "ports: ['80'] | ports: ['80'] |", "ports: ['${PORT:-80}:80'] | ports: ['80:80'] |",
            "ports: ['8080:80'] | {ports: ['8080:80'], profiles: [dev]} |",
            "{container_name: web, profiles: [a]} | {container_name: web, profiles: [b]} |"})
    void checkWhenTwoServicesTakeTheSameFinds(String one, String other, Severity severity) throws IOException {
        TreeOf tree = TreeOf.files("compose.yaml", "services:\n  a: {image: a, %s}\n  b: {image: b, %s}\n"
                .formatted(bare(one), bare(other)));
        assertThat(references(tree)).extracting(Finding::code, Finding::severity).containsExactlyElementsOf(
                severity == null ? List.of() : List.of(tuple("repo.compose-conflict", severity)));
    }

    private static String bare(String map) {
        return map.startsWith("{") ? map.substring(1, map.length() - 1) : map;
    }

    @Test
    void checkWhenTwoServicesAreMadeOfTheSameTheyAreAlternatives() throws IOException {
        String file = "services:\n  app: {build: ., ports: ['80:80']}\n  app-dev: {build: {target: dev}, ports: ['80:80']}\n";
        assertThat(references(TreeOf.files("compose.yaml", file))).extracting(Finding::severity)
                .containsExactly(Severity.LOW);
    }

    @Test
    void pathsWhenNothingIsThereFinds() throws IOException {
        TreeOf tree = TreeOf.files("compose.yaml", """
                include: [infra/compose.yaml]
                services:
                  api:
                    build: ./services/api
                  web:
                    image: example/web
                    build: {context: web, dockerfile: docker/Dockerfile}
                  proxy:
                    image: nginx
                    volumes:
                      - ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro
                      - ./data:/data
                configs:
                  app: {file: ./config/app.toml}
                """, "web/index.html", "");
        ComposePathCheck check = new ComposePathCheck();
        assertThat(tree.found(check)).extracting(Finding::line, Finding::severity, Finding::message)
                .containsExactlyInAnyOrder(
                        tuple(1, Severity.HIGH, "includes infra/compose.yaml, which does not exist"),
                        tuple(4, Severity.HIGH, "api is built in ./services/api, which does not exist"),
                        tuple(7, Severity.MEDIUM, "web is built from web/docker/Dockerfile, which does not exist"),
                        tuple(11, Severity.MEDIUM, "mounts ./nginx/nginx.conf, which does not exist"),
                        tuple(14, Severity.MEDIUM, "has a config of ./config/app.toml, which does not exist"));
        assertThat(tree.with("infra/compose.yaml", "services: {}").with("services/api/Dockerfile", "")
                .with("web/docker/Dockerfile", "").with("nginx/nginx.conf", "").with("config/app.toml", "")
                .found(check))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"build: 'https://github.com/a/b.git#main'",
            "build: '${API_DIR}'",
            "build: {context: ., dockerfile_inline: FROM x}", "build: /abs", "build: ../outside",
            "build: {context: api, dockerfile: '${FILE}'}", "image: nginx, volumes: ['./certs/tls.conf:/etc/tls.conf']",
            "image: nginx, volumes: ['./made.conf:/etc/made.conf']",
            "image: nginx, volumes: ['./copied.conf:/etc/c.conf']",
            "image: x, env_file: .env"})
    void pathsWhenItCannotBeKnownFindsNothing(String service) throws IOException {
        assertThat(TreeOf.files("compose.yaml", "services:\n  a: {" + service + "}\n", "api/main.go", "",
                "setup.sh", "envsubst < t > made.conf", "copied.conf.example", "").found(new ComposePathCheck()))
                .isEmpty();
    }

    @Test
    void pathsWhenTheyLeadUpFinds() throws IOException {
        TreeOf tree = TreeOf.files("deploy/compose.yaml", "services:\n  a: {build: ../api}\n");
        assertThat(tree.found(new ComposePathCheck())).extracting(Finding::message)
                .containsExactly("a is built in ../api, which does not exist");
        assertThat(tree.with("api/Dockerfile", "").found(new ComposePathCheck())).isEmpty();
    }

    @Test
    void pathsWhenTheyAreThereFromAboveFindsNothing() throws IOException {
        assertThat(TreeOf
                .files("docker/compose.yaml", "services:\n  a: {build: {context: ., dockerfile: docker/Dockerfile}}\n",
                        "docker/Dockerfile", "")
                .found(new ComposePathCheck())).as("--project-directory .").isEmpty();
    }

    @Test
    void commandsWhenNoFileHasTheServiceFinds() throws IOException {
        String script = """
                #!/bin/bash
                set -e
                # docker-compose up -d gone
                echo "then run docker-compose up -d gone"
                cat <<EOF
                usage:
                docker-compose up gone
                EOF
                docker-compose up -d nerve
                docker-compose up -d signal-screener local-manager
                docker compose -f docker-compose.yml exec -T missing sh -c 'nerve'
                docker compose -f made.yml up gone
                docker compose run --unknown gone
                docker compose restart gone || true
                docker compose up -d $SERVICES
                docker compose kill -s SIGHUP nerve
                docker compose up -t 10 --scale nerve=2 nerve > up.log 2>&1
                """;
        TreeOf tree = TreeOf.files("docker-compose.yml", BASE, "start.sh", script);
        ComposeCommandCheck check = new ComposeCommandCheck();
        assertThat(tree.found(check)).extracting(Finding::line, Finding::severity, Finding::message).containsExactly(
                tuple(10, Severity.MEDIUM,
                        "docker compose up names local-manager, which no compose file of the repository has as a service"),
                tuple(11, Severity.MEDIUM,
                        "docker compose exec names missing, which no compose file of the repository has as a service"));
        assertThat(tree.with("compose.more.yml", "services: {local-manager: {image: x}, missing: {image: x}}")
                .found(check))
                .isEmpty();
    }

    @Test
    void commandsOfMakefilesAndWorkflowsAreRead() throws IOException {
        ComposeCommandCheck check = new ComposeCommandCheck();
        assertThat(TreeOf.files("compose.yaml", BASE, "Makefile", "up:\n\t@docker compose up -d gone\n",
                ".github/workflows/ci.yml",
                "jobs:\n  a:\n    steps:\n      - run: |\n          true\n          docker compose run --rm gone\n")
                .found(check))
                .extracting(Finding::path, Finding::line)
                .containsExactly(tuple(".github/workflows/ci.yml", 6), tuple("Makefile", 2));
        assertThat(TreeOf.files("compose.yaml", BASE, "Makefile", "up:\n\t@docker compose up -d nerve\n").found(check))
                .isEmpty();
        assertThat(TreeOf.files("sub/compose.yaml", BASE, "up.sh", "docker compose up gone\n").found(check))
                .as("another project").isEmpty();
    }
}

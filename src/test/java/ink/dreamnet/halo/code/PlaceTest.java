package ink.dreamnet.halo.code;

import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlaceTest {

    @ParameterizedTest
    @ValueSource(strings = {"test/a.ts", "src/__tests__/a.ts", "src/a.test.ts", "pkg/a_test.go", "src/AppTest.java",
            "examples/next/package.json", "playground/vite.config.ts", "integrationTests/node/package.json",
            "caddytest/a.key", "pkg/testcerts/certs.go", "src/it/a/pom.xml", "fixtures/a.json", "vendor/a/a.c",
            ".env.example", "mock-server.key", "bench/a.js", "CHANGELOG.md", "docs/changelogs/v1.md", "docs/HISTORY",
            "spec/a_spec.rb", "spec/tls/ca.pem", "org.eclipse.jgit.junit.ssh/a/id_rsa", "autotests/a.xml",
            "external/zlib/a.c", "lib/3rd_party/a.c", "test/templates/a.yml"})
    void weighWhenBesideProductionIsLow(String path) {
        assertThat(Place.weigh(Severity.CRITICAL, path)).isEqualTo(Severity.LOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/app.ts", "src/latest/a.ts", "src/bad-debt.json", "src/broken.json",
            "spec/openapi.yaml",
            "locales/it/common.json", "src/history.ts", "src/changes/a.ts", "src/contest/a.py", "app/api/deps/db.py",
            "docs/guide.md", "src/templates/a.yml", "src/attestation.go", "src/sample-rate.ts", "src/pods/list.tsx",
            "src/external/api.ts", "contests/a.py"})
    void weighWhenInProductionLeavesItAsItIs(String path) {
        assertThat(Place.weigh(Severity.CRITICAL, path)).isEqualTo(Severity.CRITICAL);
    }
}

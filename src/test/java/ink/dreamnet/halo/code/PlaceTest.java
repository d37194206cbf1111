package ink.dreamnet.halo.code;

import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
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
            "external/zlib/a.c", "lib/3rd_party/a.c", "test/templates/a.yml", "packages/nerve/legacy/run.ts",
            "apps/_site-old-DISABLED/app/page.tsx", "_site-old-2025-11/index.html", "archive/2024/a.ts",
            ".agents/archive/a.py", "temp_build/package.json", "backup/.env", "src/parts-old/a.ts",
            "server/deprecated/routes.ts", "apps/web.bak/a.ts", "apps/miniapp-DISABLED/a.ts"})
    void weighWhenBesideProductionIsLow(String path) {
        assertThat(Place.weigh(Severity.CRITICAL, path)).isEqualTo(Severity.LOW);
    }

    @Test
    void weighSecretWhenTheCodeIsParkedLeavesItAsItIs() {
        assertThat(Place.weighSecret(Severity.HIGH, "backup/.env")).isEqualTo(Severity.HIGH);
        assertThat(Place.weighSecret(Severity.HIGH, "backup/tests/.env")).isEqualTo(Severity.LOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/app.ts", "src/latest/a.ts", "src/bad-debt.json", "src/broken.json",
            "spec/openapi.yaml",
            "locales/it/common.json", "src/history.ts", "src/changes/a.ts", "src/contest/a.py", "app/api/deps/db.py",
            "docs/guide.md", "src/templates/a.yml", "src/attestation.go", "src/sample-rate.ts", "src/pods/list.tsx",
            "src/external/api.ts", "contests/a.py", "src/legacy/adapter.ts", "pkg/archive/tar.go",
            "internal/backup/run.go",
            "packages/core/src/old/a.ts", "src/threshold/a.ts", "packages/legacy-api/a.ts", "apps/archiver/a.ts",
            "src/button-disabled/a.tsx", "packages/household/a.ts"})
    void weighWhenInProductionLeavesItAsItIs(String path) {
        assertThat(Place.weigh(Severity.CRITICAL, path)).isEqualTo(Severity.CRITICAL);
    }
}

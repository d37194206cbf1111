package ink.dreamnet.halo.code.dependency;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeployReferenceCheckTest {

    private static final DeployReferenceCheck CHECK = new DeployReferenceCheck();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "wrangler.jsonc | {'name': 'a', // c\\n'main': 'worker/index.ts',\\n} | worker/index.ts | HIGH | 2",
            "wrangler.toml | name = 'a'\\nmain = 'worker.js' | worker.js | MEDIUM | 2",
            "wrangler.toml | name = 'a'\\nmain = 'worker.js' | worker.ts | MEDIUM | 2",
            "apps/a/wrangler.toml | [[d1_databases]]\\nmigrations_dir = 'drizzle' | apps/a/drizzle/1.sql | MEDIUM | 2",
            "wrangler.json | {'env': {'production': {\\n'assets': {'directory': './site-assets'}}}} | site-assets/a | MEDIUM | 2",
            "vercel.json | {'functions': {\\n'api/score.ts': {'maxDuration': 30}, 'api/*.ts': {}}} | api/score.ts | MEDIUM | 2",
            "firebase.json | {'functions': [\\n{'source': 'functions'}]} | functions/package.json | HIGH | 2",
            "firebase.json | {'firestore': {\\n'rules': 'firestore.rules'}} | firestore.rules | HIGH | 2",
            "fly.toml | [build]\\ndockerfile = 'Dockerfile.fly' | Dockerfile.fly | HIGH | 2",
            "server/fly.toml | [build]\\ndockerfile = 'Dockerfile.fly' | server/Dockerfile.fly | HIGH | 2",
            "railway.json | {'build': {\\n'dockerfilePath': '/deploy/Dockerfile'}} | deploy/Dockerfile | HIGH | 2",
            "render.yaml | services:\\n- type: web\\n  dockerfilePath: ./Dockerfile.api | Dockerfile.api | HIGH | 3",
            "render.yaml | services:\\n- type: web\\n  rootDir: api | api/main.py | HIGH | 3",
            "cloudbuild.yaml | steps:\\n- name: gcr.io/cloud-builders/docker\\n  args: [build, -f, Dockerfile.minimal, .] | Dockerfile.minimal | HIGH | 3",
            "netlify.toml | [build]\\nbase = 'client' | client/a.ts | HIGH | 2",
            "Procfile | release: true\\nweb: PORT=1 node server.js | server.js | MEDIUM | 2",
            "Procfile | release: true\\nweb: python bot/main.py | bot/main.py | HIGH | 2",
            "app.yaml | runtime: nodejs20\\nentrypoint: node server.js | server.js | MEDIUM | 2",
            "client/public/manifest.json | {'icons': [\\n{'src': '/icons/a.png'}]} | client/public/icons/a.png | LOW | 2"})
    void pathWhenItIsMissingFinds(String path, String text, String file, Severity severity, int line) {
        TreeOf tree = TreeOf.files(path, text.replace('\'', '"').replace("\\n", "\n"));
        assertThat(tree.found(CHECK)).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.file-missing");
            assertThat(found.severity()).isEqualTo(severity);
            assertThat(found.line()).isEqualTo(line);
        });
        assertThat(tree.with(file, "").found(CHECK)).isEmpty();
    }

    @Test
    void pathWhenABuildMakesItOrItIsNotKnownFindsNothing() {
        assertThat(TreeOf.files("wrangler.jsonc",
                "{\"main\": \"dist/server/index.js\", \"assets\": {\"directory\": \"./dist\"}}",
                "wrangler.toml", "main = \"worker.js\"\n[build]\ncommand = \"npm run build\"\n", "vercel.json",
                "{\"functions\": {\"api/**/*.ts\": {}}, \"rewrites\": [{\"source\": \"/a\", \"destination\": \"/b.html\"}]}",
                "firebase.json",
                "{\"hosting\": {\"public\": \"public\"}, \"functions\": {\"source\": \"packages/api/dist\"}}",
                "render.yaml", "services:\n- repo: https://github.com/a/b\n  dockerfilePath: ./Dockerfile.api\n",
                "cloudbuild.yaml", "steps:\n- name: gcr.io/cloud-builders/git\n  args: [clone, a]\n"
                        + "- name: gcr.io/cloud-builders/docker\n  args: [build, -f, b/Dockerfile, b]\n",
                "netlify.toml", "[build]\npublish = \"client/dist\"\n", "Procfile", "web: gunicorn app:app\n",
                "app.yaml", "kind: Application\nentrypoint: node gone.js\n", "web/wrangler.jsonc",
                "{\"main\": \"@tanstack/react-start/server-entry\"}", "next/wrangler.jsonc",
                "{\"main\": \".open-next/worker.js\", \"assets\": {\"directory\": \".open-next/assets\"}}",
                "extension/manifest.json",
                "{\"icons\": {\"16\": \"gone.png\"}}").found(CHECK)).extracting(Finding::message).isEmpty();
    }
}

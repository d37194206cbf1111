package ink.dreamnet.halo.web.openapi;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Answers the description of the API, OpenAPI 3.1, with the version of this build.
@Controller
class OpenApiController {

    private static final String DOCUMENT = "halo/openapi.json";

    private final JsonMapper json;
    private final ObjectProvider<BuildProperties> build;

    OpenApiController(JsonMapper json, ObjectProvider<BuildProperties> build) {
        this.json = json;
        this.build = build;
    }

    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    byte[] json() throws IOException {
        return json.writeValueAsBytes(document());
    }

    @GetMapping(path = "/v3/api-docs.yaml", produces = "application/vnd.oai.openapi")
    @ResponseBody
    byte[] yaml() throws IOException {
        DumperOptions blocks = new DumperOptions();
        blocks.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(blocks).dump(json.treeToValue(document(), Object.class)).getBytes(UTF_8);
    }

    @GetMapping("/swagger-ui.html")
    String page() {
        return "redirect:/swagger-ui/index.html";
    }

    /// @return read anew: it is rarely asked for, and would take megabytes for good
    private JsonNode document() throws IOException {
        try (InputStream in = new ClassPathResource(DOCUMENT).getInputStream()) {
            JsonNode document = json.readTree(in);
            BuildProperties built = build.getIfAvailable();
            if (built != null && built.getVersion() != null) {
                document.withObject("/info").put("version", built.getVersion());
            }
            return document;
        }
    }
}

package ink.dreamnet.halo.core.files;

import ink.dreamnet.halo.core.LocalAccess;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// The files of the machine.
@Configuration(proxyBeanMethods = false)
class FilesConfiguration {

    @Bean
    static DatabaseFiles databaseFiles(Environment environment) {
        return new DatabaseFiles(environment.getProperty("spring.datasource.url", ""));
    }

    /// The files that may be named over the API.
    @Bean
    AllowedFiles allowedFiles(FilesProperties properties, Environment environment, ObjectProvider<OwnFiles> own) {
        return new AllowedFiles(FilesProperties.ALLOW, properties.directories(LocalAccess.only(environment)),
                () -> own.stream().flatMap(each -> each.ownFiles().stream()));
    }
}

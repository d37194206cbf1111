package ink.dreamnet.halo.core;

import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.service.spi.ServiceContributor;

/// Lets Hibernate generate no classes, where `halo.entities` is `plain` among its properties, as in HALO's defaults: no entity has
/// associations that would need proxies. That spares the service Byte Buddy (5 MB) and a part of its start. Another Hibernate in
/// the same program is left as it is.
public class PlainEntities implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder registry) {
        if ("plain".equals(registry.getSettings().get("halo.entities"))) {
            registry.addService(BytecodeProvider.class, new BytecodeProviderImpl());
        }
    }
}

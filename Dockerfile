# HALO as an image: built from source, started from class files that were laid out and trained (the JDK's AOT cache) at build time.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
# sbom,full: with the optional libraries, see docs/deployment.md
ARG PROFILES=sbom
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -q -ntp -P"$PROFILES" -DskipTests package \
    && java -Djarmode=tools -jar target/halo-*-exec.jar extract --layers --destination app --application-filename halo.jar

FROM eclipse-temurin:25-jre
# a number that is known: whoever sees to it that no container runs as root cannot tell from a name
RUN groupadd --system --gid 10001 halo \
    && useradd --system --uid 10001 --gid halo --home-dir /app --shell /usr/sbin/nologin halo \
    && mkdir -p /app/data /app/plugins /app/optional && chown halo:halo /app/data && chmod 700 /app/data
WORKDIR /app
# What rarely changes comes first, so that another version of HALO shares the layer of its libraries. All of it belongs to
# root: the user halo writes to /app/data and nowhere else.
COPY --from=build /build/app/dependencies/ ./
COPY --from=build /build/app/snapshot-dependencies/ ./
COPY docker/jvm.options docker/train docker/healthcheck ./
COPY --from=build /build/app/application/ ./
# what HALO is made of, where scanners of images look for it
COPY --from=build /build/target/classes/META-INF/sbom/halo.cdx.json ./

# Starts HALO once, on a database in memory, and keeps what the JVM learnt. A cache made with other flags than those of
# the run would silently be useless, therefore both read the same file.
RUN bash ./train
USER 10001:10001

# In a container HALO listens on all interfaces, so it refuses to start without HALO_ADMIN_TOKEN.
ENV SERVER_ADDRESS=0.0.0.0
EXPOSE 8080
# /app/data: the H2 database, where no other is configured; /app/plugins: jars with own analyzers and strategies;
# /app/optional: jars of optional libraries; /app/application.yml: the operator's file, where it is mounted
VOLUME /app/data
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "/app/healthcheck"]
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/halo.aot", "-cp", "/app/halo.jar:/app/optional/*", \
    "ink.dreamnet.halo.HaloApplication"]

FROM eclipse-temurin:25-jre AS java
# The JDK shapes the text of PDFs with it.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libfontconfig1 \
    && rm -rf /var/lib/apt/lists/*

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
# What the build downloads changes less often than what it compiles, and so has a layer of its own.
COPY pom.xml .
RUN mvn -B -ntp -q dependency:go-offline -DincludeScope=runtime
COPY src src
RUN mvn -B -ntp -Dmaven.test.skip -Dspotless.check.skip -Pahead-of-time package \
    && cp target/policy-*.jar app.jar \
    && java -Djarmode=tools -jar app.jar extract --layers --destination layers \
    && cp src/main/operations/jvm.options layers/application/

# The application runs once, on a database that goes away again with this stage, and what the JVM learns of its classes
# is kept. The cache is good for the very same JVM and jars, at the same place, and for heaps below 32 GB as this one is.
FROM postgres:18 AS training
RUN apt-get update \
    && apt-get install -y --no-install-recommends libfontconfig1 \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir /training \
    && chown postgres /training
COPY --from=java /opt/java/openjdk /opt/java/openjdk
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY src/main/operations/train /usr/local/bin/
USER postgres
RUN initdb -D /training/database --auth=trust >/dev/null \
    && pg_ctl -D /training/database -w -o "-c unix_socket_directories=/training" -l /training/log start >/dev/null \
    && SPRING_DATASOURCE_URL="jdbc:postgresql://localhost:5432/postgres?user=postgres" train \
       /opt/java/openjdk/bin/java @jvm.options -Xmx256m -XX:AOTCacheOutput=/training/app.aot -jar app.jar \
    && pg_ctl -D /training/database -w stop >/dev/null

FROM java
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin policy
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY --from=training /training/app.aot ./
USER 10001
# 8080 is for readers and staff; 8081 is for health and metrics and is not to be published.
EXPOSE 8080 8081
# The allocator of the C library keeps memory for each thread otherwise, a tenth of it all; fontconfig says at each start
# that it can keep nothing, unless it is shown where.
ENV LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs \
    MALLOC_ARENA_MAX=2 \
    XDG_CACHE_HOME=/tmp
# A JVM of its own, small and without a cache to load; it takes a twentieth of a second.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx16m", "-cp", "app.jar", "ps.domain.policy.HealthCheck"]
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=app.aot", "-jar", "app.jar"]

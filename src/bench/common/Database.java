import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL as one would run it, with every commit on disk. Prints its JDBC address; ends with its input. */
final class Database {

    private Database() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .start()) {
            System.out.println(database.getJdbcUrl("postgres", "postgres"));
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}

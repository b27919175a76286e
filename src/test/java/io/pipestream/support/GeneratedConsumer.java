package io.pipestream.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

import com.sun.codemodel.JCodeModel;
import org.jsonschema2pojo.DefaultGenerationConfig;
import org.jsonschema2pojo.Jackson2Annotator;
import org.jsonschema2pojo.SchemaGenerator;
import org.jsonschema2pojo.SchemaMapper;
import org.jsonschema2pojo.SchemaStore;
import org.jsonschema2pojo.rules.RuleFactory;

/**
 * The program in {@code src/test/consumer}, compiled with models that jsonschema2pojo generates.
 *
 * @param folder for what is generated and compiled
 */
public record GeneratedConsumer(Path folder) {

    private static final Path SOURCE = Path.of("src/test/consumer/Consumer.java");

    /** As a team would configure the generator: exact numbers, no annotations that need a library. */
    private static final DefaultGenerationConfig STYLE = new DefaultGenerationConfig() {
        @Override
        public boolean isUseBigDecimals() {
            return true;
        }

        @Override
        public boolean isIncludeGeneratedAnnotation() {
            return false;
        }
    };

    /** Generates the models of a channel's records from the schema at this URL, in a package of the channel's name. */
    public GeneratedConsumer withModel(String channel, URI schema) throws IOException {
        // Given a URL alone, the generator would name the class by the URL's end, which is the version.
        var json = Http.get(schema.toString(), Map.of()).body();
        var models = new JCodeModel();
        var rules = new RuleFactory(STYLE, new Jackson2Annotator(STYLE), new SchemaStore());
        new SchemaMapper(rules, new SchemaGenerator())
                .generate(models, className(channel), "consumer.model." + channel, json, schema);
        models.build(Files.createDirectories(folder.resolve("sources")).toFile(), (PrintStream) null);
        return this;
    }

    /** Compiles all of it and lets it tell. */
    @SuppressWarnings("unchecked") // the program is known by its source only
    public List<String> tell(String bootstrapServers, Map<String, String> topics, String... keys) throws Exception {
        var classes = Files.createDirectories(folder.resolve("classes"));
        compile(classes);
        try (var loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, Thread.currentThread().getContextClassLoader())) {
            var type = loader.loadClass("consumer.Consumer");
            var consumer = type.getConstructor(String.class, Map.class).newInstance(bootstrapServers, topics);
            var tell = type.getMethod("tell", String.class, String.class, String.class);
            return (List<String>) tell.invoke(consumer, (Object[]) keys);
        } catch (InvocationTargetException e) {
            throw new AssertionError("the consumer failed", e.getCause());
        }
    }

    private void compile(Path classes) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, UTF_8);
                var generated = Files.walk(folder.resolve("sources"))) {
            var sources = Stream.concat(
                            Stream.of(SOURCE),
                            generated.filter(file -> file.toString().endsWith(".java")))
                    .toList();
            var options = List.of("-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
            boolean isCompiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(isCompiled).as(said.toString()).isTrue();
        }
    }

    private static String className(String channel) {
        return Stream.of(channel.split("_"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .reduce("", String::concat);
    }
}

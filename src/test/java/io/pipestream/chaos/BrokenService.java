package io.pipestream.chaos;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import org.apache.commons.io.FileUtils;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A copy of the packaged service in which one class is patched so that a safeguard is missing. The service itself has no
 * setting for that, so nobody can turn one off by mistake. ASM comes with Quarkus.
 */
enum BrokenService {
    /** Events and progress are sent and flushed, each record for itself, and nobody is fenced. */
    WITHOUT_TRANSACTIONS("ShardProducer") {
        @Override
        MethodVisitor patch(String method, MethodVisitor code) {
            return new Untransactional(method, code);
        }
    },
    /** Whoever takes a shard over believes that nothing of it was ever sent. */
    WITHOUT_PROGRESS("ProgressReader") {
        @Override
        MethodVisitor patch(String method, MethodVisitor code) {
            return new Unread(code);
        }
    };

    private static final String PACKAGE = "io/pipestream/publish/";

    private final String type;

    BrokenService(String type) {
        this.type = type;
    }

    abstract MethodVisitor patch(String method, MethodVisitor code);

    /** Leaves out the calls that make a transaction, and flushes where it would be committed. */
    private static final class Untransactional extends MethodVisitor {

        private static final Set<String> LEFT_OUT = Set.of("initTransactions", "beginTransaction", "abortTransaction");

        private final boolean makesProducer;

        Untransactional(String method, MethodVisitor code) {
            super(Opcodes.ASM9, code);
            this.makesProducer = method.equals("open");
        }

        /** The settings are the first argument of the method that makes the producer. */
        @Override
        public void visitCode() {
            super.visitCode();
            if (makesProducer) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitLdcInsn("transactional.id");
                super.visitMethodInsn(
                        Opcodes.INVOKEINTERFACE,
                        "java/util/Map",
                        "remove",
                        "(Ljava/lang/Object;)Ljava/lang/Object;",
                        true);
                super.visitInsn(Opcodes.POP);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (LEFT_OUT.contains(name)) {
                super.visitInsn(Opcodes.POP);
            } else {
                var called = name.equals("commitTransaction") ? "flush" : name;
                super.visitMethodInsn(opcode, owner, called, descriptor, isInterface);
            }
        }
    }

    /** Takes every look for the last progress for one that found none. */
    private static final class Unread extends MethodVisitor {

        Unread(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (name.equals("last")) {
                // Two offsets, a partition and a consumer.
                super.visitInsn(Opcodes.POP2);
                super.visitInsn(Opcodes.POP2);
                super.visitInsn(Opcodes.POP);
                super.visitInsn(Opcodes.POP);
                super.visitInsn(Opcodes.ACONST_NULL);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }

    /**
     * Makes the copy.
     *
     * @param app    the packaged service's folder
     * @param folder gets the copy; made here
     */
    void copy(Path app, Path folder) throws IOException {
        FileUtils.copyDirectory(app.toFile(), folder.toFile());
        try (var jars = Files.list(folder.resolve("app"))) {
            var own = jars.filter(file -> file.toString().endsWith(".jar")).toList();
            if (own.size() != 1) {
                throw new IOException("not one jar but " + own);
            }
            replace(own.getFirst());
        }
    }

    private void replace(Path jar) throws IOException {
        try (var files = FileSystems.newFileSystem(jar)) {
            var entry = files.getPath(PACKAGE + type + ".class");
            var before = new ClassReader(Files.readAllBytes(entry));
            var after = new ClassWriter(before, ClassWriter.COMPUTE_MAXS);
            before.accept(
                    new ClassVisitor(Opcodes.ASM9, after) {
                        @Override
                        public MethodVisitor visitMethod(
                                int access, String name, String descriptor, String signature, String[] exceptions) {
                            return patch(name, super.visitMethod(access, name, descriptor, signature, exceptions));
                        }
                    },
                    0);
            Files.write(entry, after.toByteArray());
        }
    }
}

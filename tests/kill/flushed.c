/* Keeps, beside each database file, what no power cut could take: the image of the last flush. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int is_ours(const char *path) {
    return strstr(path, "cdadesk.db") != NULL && strstr(path, "-shm") == NULL && strstr(path, ".flushed") == NULL;
}

static void keep_image(int fd) {
    char link[64], path[PATH_MAX], image[PATH_MAX + 16], fresh[PATH_MAX + 16], block[65536];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return;
    path[length] = '\0';
    if (!is_ours(path)) return;
    snprintf(image, sizeof image, "%s.flushed", path);
    snprintf(fresh, sizeof fresh, "%s.flushed.new", path);
    int out = open(fresh, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0) return;
    off_t at = 0;
    ssize_t got;
    while ((got = pread(fd, block, sizeof block, at)) > 0 && write(out, block, (size_t)got) == got) at += got;
    close(out);
    rename(fresh, image);
}

int fsync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int answer = real(fd);
    if (answer == 0) keep_image(fd);
    return answer;
}

int fdatasync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int answer = real(fd);
    if (answer == 0) keep_image(fd);
    return answer;
}

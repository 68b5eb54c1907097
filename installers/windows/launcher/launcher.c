/* Starts the program with the Python beside it, and with no other that may be on the machine.
 *
 * Compiled twice: with WINDOW for cdadesk.exe, without for cdadesk-cli.exe. Libraries are looked for in our own folders
 * and in Windows' system folder only, never in the folder in which the person happens to be. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#ifdef WINDOW
#define WHAT L"window"
#else
#define WHAT L"console"
#endif

#define LONGEST_PATH 32768
#define COULD_NOT_START 3

typedef int (*python_main)(int, wchar_t **);

static int say_why(const wchar_t *what)
{
    static wchar_t text[LONGEST_PATH + 300];
    _snwprintf(text, LONGEST_PATH + 299, L"cdadesk cannot start: %ls (error %lu).\nInstall it again; your records stay where they are.",
               what, GetLastError());
#ifdef WINDOW
    MessageBoxW(NULL, text, L"cdadesk", MB_ICONERROR);
#else
    fwprintf(stderr, L"%ls\n", text);
#endif
    return COULD_NOT_START;
}

static int start(int count, wchar_t **given)
{
    static wchar_t folder[LONGEST_PATH], path[LONGEST_PATH + 40];
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST_PATH - 1);
    wchar_t *end = length ? wcsrchr(folder, L'\\') : NULL;
    if (end == NULL)
        return say_why(L"its own folder is not known");
    *end = L'\0';

    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    _snwprintf(path, LONGEST_PATH + 39, L"%ls\\runtime", folder);
    AddDllDirectory(path);
    _snwprintf(path, LONGEST_PATH + 39, L"%ls\\runtime\\python311.dll", folder);
    HMODULE python = LoadLibraryExW(path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (python == NULL)
        return say_why(path);
    python_main run = (python_main)(void *)GetProcAddress(python, "Py_Main");
    if (run == NULL)
        return say_why(L"its Python is damaged");

    wchar_t *before[] = {given[0], L"-I", L"-X", L"utf8", L"-m", L"cdadesk_start", WHAT};
    int own = sizeof before / sizeof *before;
    wchar_t **all = calloc(own + count, sizeof *all);
    if (all == NULL)
        return say_why(L"there is no memory left");
    for (int i = 0; i < own; i++)
        all[i] = before[i];
    for (int i = 1; i < count; i++)
        all[own + i - 1] = given[i];
    return run(own + count - 1, all);
}

#ifdef WINDOW
int WINAPI wWinMain(HINSTANCE program, HINSTANCE none, PWSTR line, int show)
{
    (void)program, (void)none, (void)line, (void)show;
    return start(__argc, __wargv);
}
#else
int wmain(int count, wchar_t **given)
{
    return start(count, given);
}
#endif

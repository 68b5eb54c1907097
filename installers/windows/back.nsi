; Puts the version before in the place of the one that is installed, and that one aside: pressed again, it leads forward.
;
; $INSTDIR\prog\app.before   our own code before a small update
; $INSTDIR\prog.before       the whole program before a full one
; Three renames; one that broke off after the first is mended by the next run of this, or of an installer.
;
; Given by setups.py: OUT, ICON, VERSION, WORDS, SHARED. Exit codes: 0 done, 12 the program is open, 16 no version before is kept.

Unicode true
Target x86-unicode
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetDateSave off
ManifestDPIAware true
ManifestSupportedOS Win10
AutoCloseWindow true
Name "cdadesk"
OutFile "${OUT}"
Icon "${ICON}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "cdadesk"
VIAddVersionKey FileDescription "cdadesk: back to the version before"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache License 2.0"
!include FileFunc.nsh
!include LogicLib.nsh
LoadLanguageFile "${NSISDIR}\Contrib\Language files\English.nlf"
LoadLanguageFile "${NSISDIR}\Contrib\Language files\Hindi.nlf"
!include "${WORDS}"
!include "${SHARED}"

!insertmacro WaitUntilClosed ""
Page instfiles

Function .onInit
  ReadRegStr $R0 HKCU "Software\cdadesk" "SetupLanguage"
  ${If} $R0 != ""
    StrCpy $LANGUAGE $R0
  ${EndIf}
FunctionEnd

Section
  ${GetParent} "$EXEPATH" $INSTDIR
  Call MendSwap
  Call WaitUntilClosed
  ${If} $R2 = 1
    Quit
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\prog\app.before\*.*"
    StrCpy $R3 "$INSTDIR\prog\app"
  ${ElseIf} ${FileExists} "$INSTDIR\prog.before\base.id"
    StrCpy $R3 "$INSTDIR\prog"
  ${Else}
    SetErrorLevel 16
    MessageBox MB_ICONEXCLAMATION "$(none_before)" /SD IDOK
    Quit
  ${EndIf}
  StrCpy $R4 "before"
  Call PutInPlace
  ${If} $R2 = 1
    SetErrorLevel 12
    MessageBox MB_ICONEXCLAMATION "$(is_open)" /SD IDOK
    Quit
  ${EndIf}
  Rename "$R3.old" "$R3.before"
  Call RegisterVersion
  ${IfNot} ${Silent}
    SetOutPath "$INSTDIR\prog"
    Exec '"$INSTDIR\prog\cdadesk.exe"'
  ${EndIf}
SectionEnd

; Windows lists the version that is in place now; its name stands in the program's own card.
Function RegisterVersion
  FindFirst $R0 $R1 "$INSTDIR\prog\app\cdadesk-*.dist-info"
  FindClose $R0
  ${If} $R1 != ""
    StrCpy $R1 $R1 -10 8
    WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\cdadesk" "DisplayVersion" "$R1"
  ${EndIf}
FunctionEnd

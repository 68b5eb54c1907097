; The installer: for one person, without an administrator, in one folder whose program part is swapped as a whole.
;
; $INSTDIR\prog           the program: launchers, runtime, lib, app, base.id
; $INSTDIR\prog.new       being unpacked; what is found there at the start is left of an installation that broke off
; $INSTDIR\prog.old       the program as it was, between the two renames of the swap
; $INSTDIR\prog.before    the program as it was before the newest full installer; prog\app.before before the newest small one
; $INSTDIR\back.exe       brings that back (back.nsi)
; $INSTDIR\uninstall.exe
; The records lie elsewhere (%LOCALAPPDATA%\cdadesk) and are never touched. Only folders named here are ever deleted, because
; a person may have chosen a folder that holds other things.
;
; Given by setups.py: KIND (full or app), PAYLOAD, VERSION, BASE, OUT, ICON, SIDE, WORDS, SHARED, BACK; QUICK by tests. Exit codes are listed in README.md beside this file.

Unicode true
Target x86-unicode ; the stub that virus scanners know, and that can explain itself on a 32-bit Windows
RequestExecutionLevel user
!ifdef QUICK
  SetCompress off ; for tests
!else if "${KIND}" == "full"
  SetCompressor lzma ; not solid: that would need room for a second copy of everything while it unpacks
!else
  SetCompressor /SOLID lzma ; a few megabytes unpacked; on a weak line each byte counts
!endif
SetDateSave off ; the same bytes from the same files
AllowSkipFiles off
ManifestDPIAware true
ManifestSupportedOS Win10
BrandingText "cdadesk ${VERSION}"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\cdadesk"
!define OWN_KEY "Software\cdadesk"

Name "cdadesk"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\cdadesk"
InstallDirRegKey HKCU "${OWN_KEY}" "InstallDir"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "cdadesk"
VIAddVersionKey FileDescription "cdadesk setup"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache License 2.0"

!include FileFunc.nsh
!include LogicLib.nsh
!include MUI2.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_LANGDLL_ALLLANGUAGES
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "${OWN_KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "SetupLanguage"
!define MUI_LANGDLL_WINDOWTITLE "cdadesk"
!define MUI_LANGDLL_INFO "Language / भाषा"
!define MUI_WELCOMEPAGE_TITLE "$(welcome_title)"
!define MUI_WELCOMEPAGE_TEXT "$(welcome_text)"
!define MUI_FINISHPAGE_TITLE "$(finish_title)"
!define MUI_FINISHPAGE_TEXT "$(finish_text)"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION OpenProgram
!define MUI_FINISHPAGE_RUN_TEXT "$(finish_run)"
!insertmacro MUI_PAGE_WELCOME
!if "${KIND}" == "full"
  !insertmacro MUI_PAGE_DIRECTORY
!endif
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(uninstall_text)"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Hindi"
!insertmacro MUI_RESERVEFILE_LANGDLL
!include "${WORDS}"

!macro Refuse code text
  SetErrorLevel ${code}
  MessageBox MB_ICONSTOP "${text}" /SD IDOK
  Quit
!macroend

!include "${SHARED}"
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

Function RepairSwap
  Call MendSwap
  Call RemoveLeftOvers
FunctionEnd

; Never takes away the only copy of the program: what could not be renamed back stays where it is.
Function RemoveLeftOvers
  Delete "$INSTDIR\uninstall.new"
  Delete "$INSTDIR\back.new"
  RMDir /r "$INSTDIR\prog.new"
  RMDir /r "$INSTDIR\prog\app.new"
  ${If} ${FileExists} "$INSTDIR\prog\base.id"
    RMDir /r "$INSTDIR\prog.old"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\prog\app\*.*"
    RMDir /r "$INSTDIR\prog\app.old"
  ${EndIf}
FunctionEnd

Function .onInit
  ${IfNot} ${RunningX64}
    !insertmacro Refuse 10 "cdadesk needs a 64-bit Windows; this computer has a 32-bit one.$\n$\ncdadesk को 64-बिट विंडोज़ चाहिए; इस कंप्यूटर में 32-बिट विंडोज़ है।"
  ${EndIf}
  ${IfNot} ${AtLeastBuild} 17763
    !insertmacro Refuse 11 "cdadesk needs Windows 10, version 1809, or a newer one.$\n$\ncdadesk को विंडोज़ 10 (संस्करण 1809) या उससे नया विंडोज़ चाहिए।"
  ${EndIf}
  !insertmacro MUI_LANGDLL_DISPLAY
  ReadRegStr $R2 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $R2 != ""
    ${VersionCompare} "$R2" "${VERSION}" $R3
    ${If} $R3 == 1
      !insertmacro Refuse 15 "$(is_newer)"
    ${EndIf}
  ${EndIf}
FunctionEnd

; Not all could be written, and there was nobody to ask, or the person gave up.
Function .onInstFailed
  Call LeaveAsItWas
  SetErrorLevel 13
FunctionEnd

; The folder in which one writes cannot be taken away, so another one is chosen first.
Function LeaveAsItWas
  SetOutPath "$TEMP"
  Call RemoveLeftOvers
  RMDir "$INSTDIR" ; goes only if nothing lies in it
FunctionEnd

!macro UnlessOpen
  Call WaitUntilClosed
  ${If} $R2 = 1
    Call LeaveAsItWas
    Quit
  ${EndIf}
!macroend

; The way back is written anew under another name, so that the one that is there stays whole.
!macro TakeNewWayBack
  Delete "$INSTDIR\back.exe"
  Rename "$INSTDIR\back.new" "$INSTDIR\back.exe"
!macroend

!if "${KIND}" == "full"

Section
  SetOutPath "$INSTDIR"
  Call RepairSwap
  !insertmacro UnlessOpen
  RMDir /r "$INSTDIR\prog.before" ; never room for more than two
  SetOutPath "$INSTDIR\prog.new"
  ClearErrors
  File /r "${PAYLOAD}\*.*"
  SetOutPath "$INSTDIR"
  File "/oname=back.new" "${BACK}"
  WriteUninstaller "$INSTDIR\uninstall.new" ; before the swap: nothing that may fail for want of room comes after it
  ${If} ${Errors}
    Call LeaveAsItWas
    !insertmacro Refuse 13 "$(no_room)"
  ${EndIf}
  !insertmacro UnlessOpen ; it may have been opened while the files were written
  StrCpy $R3 "$INSTDIR\prog"
  StrCpy $R4 "new"
  Call PutInPlace
  ${If} $R2 = 1
    Call LeaveAsItWas
    !insertmacro Refuse 12 "$(is_open)"
  ${EndIf}
  RMDir /r "$INSTDIR\prog.old\app.before" ; one version before is enough
  Rename "$INSTDIR\prog.old" "$INSTDIR\prog.before"
  !insertmacro TakeNewWayBack
  Delete "$INSTDIR\uninstall.exe"
  Rename "$INSTDIR\uninstall.new" "$INSTDIR\uninstall.exe"
  Call Register
SectionEnd

!else

Section
  SetOutPath "$INSTDIR"
  Call RepairSwap
  ClearErrors
  StrCpy $R1 ""
  FileOpen $R0 "$INSTDIR\prog\base.id" r
  FileRead $R0 $R1
  FileClose $R0
  ${If} $R1 != "${BASE}"
    Call LeaveAsItWas
    !insertmacro Refuse 14 "$(does_not_fit)"
  ${EndIf}
  !insertmacro UnlessOpen
  SetOutPath "$INSTDIR\prog\app.new"
  ClearErrors
  File /r /x __pycache__ /x code.pack "${PAYLOAD}\app\*.*" ; Python makes the byte code anew at the first start
  SetOutPath "$INSTDIR"
  File "/oname=back.new" "${BACK}"
  ${If} ${Errors}
    Call LeaveAsItWas
    !insertmacro Refuse 13 "$(no_room)"
  ${EndIf}
  !insertmacro UnlessOpen
  StrCpy $R3 "$INSTDIR\prog\app"
  StrCpy $R4 "new"
  Call PutInPlace
  ${If} $R2 = 1
    Call LeaveAsItWas
    !insertmacro Refuse 12 "$(is_open)"
  ${EndIf}
  RMDir /r "$INSTDIR\prog\app.before"
  Rename "$INSTDIR\prog\app.old" "$INSTDIR\prog\app.before"
  !insertmacro TakeNewWayBack
  Call Register
SectionEnd

!endif

Function Register
  WriteRegStr HKCU "${OWN_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "cdadesk"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\prog\cdadesk.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "cdadesk contributors"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR\prog" "/S=0K" $R0 $R1 $R2
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $R0
  SetOutPath "$INSTDIR\prog" ; where the program starts
  CreateShortcut "$SMPROGRAMS\cdadesk.lnk" "$INSTDIR\prog\cdadesk.exe"
  CreateShortcut "$DESKTOP\cdadesk.lnk" "$INSTDIR\prog\cdadesk.exe"
  Delete "$SMPROGRAMS\cdadesk back.lnk"
  ${If} ${FileExists} "$INSTDIR\prog.before\base.id"
  ${OrIf} ${FileExists} "$INSTDIR\prog\app.before\*.*"
    CreateShortcut "$SMPROGRAMS\cdadesk back.lnk" "$INSTDIR\back.exe" ; where the new version does not even start
  ${EndIf}
FunctionEnd

; Who went through this wizard in Hindi reads on in Hindi; otherwise the program asks the system.
Function OpenProgram
  ${If} $LANGUAGE == ${LANG_HINDI}
    Exec '"$INSTDIR\prog\cdadesk.exe" --language hi'
  ${Else}
    Exec '"$INSTDIR\prog\cdadesk.exe"'
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Section Uninstall
  Call un.WaitUntilClosed
  ${If} $R2 = 1
    Quit
  ${EndIf}
  RMDir /r "$INSTDIR\prog"
  RMDir /r "$INSTDIR\prog.new"
  RMDir /r "$INSTDIR\prog.old"
  RMDir /r "$INSTDIR\prog.before"
  Delete "$INSTDIR\back.exe"
  Delete "$INSTDIR\uninstall.new"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; goes only if nothing else lies in it
  Delete "$SMPROGRAMS\cdadesk.lnk"
  Delete "$SMPROGRAMS\cdadesk back.lnk"
  Delete "$DESKTOP\cdadesk.lnk"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${OWN_KEY}"
SectionEnd

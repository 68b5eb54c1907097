; What installers and the way back share.

; Leaves the loop once nobody runs the program; asks the person, or waits half a minute when there is nobody to ask.
!macro WaitUntilClosed un
Function ${un}WaitUntilClosed
  StrCpy $R1 0
  ${Do}
    ClearErrors
    ${If} ${FileExists} "$INSTDIR\prog\cdadesk.exe"
      FileOpen $R0 "$INSTDIR\prog\cdadesk.exe" a
      ${IfNot} ${Errors}
        FileClose $R0
        FileOpen $R0 "$INSTDIR\prog\cdadesk-cli.exe" a
        ${IfNot} ${Errors}
          FileClose $R0
        ${EndIf}
      ${EndIf}
    ${EndIf}
    ${IfNot} ${Errors}
      ${Break}
    ${EndIf}
    IntOp $R1 $R1 + 1
    ${If} $R1 >= 30
      SetErrorLevel 12
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(is_open)" /SD IDCANCEL IDRETRY again
      Quit
      again:
      StrCpy $R1 25
    ${EndIf}
    Sleep 1000
  ${Loop}
FunctionEnd
!macroend

; A swap may have been cut off between its renames: then the program lies in prog.old, or its code in app.old.
Function MendSwap
  ${If} ${FileExists} "$INSTDIR\prog.old\base.id"
    ${IfNot} ${FileExists} "$INSTDIR\prog\base.id"
      RMDir /r "$INSTDIR\prog"
      Rename "$INSTDIR\prog.old" "$INSTDIR\prog"
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\prog\app.old\*.*"
    ${IfNot} ${FileExists} "$INSTDIR\prog\app\*.*"
      Rename "$INSTDIR\prog\app.old" "$INSTDIR\prog\app"
    ${EndIf}
  ${EndIf}
FunctionEnd

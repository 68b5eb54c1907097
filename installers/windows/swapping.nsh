; What installers and the way back share. Each look at the flag of errors clears it: what is asked twice is kept in $R2.

; $R2 becomes 1 if somebody runs that program: Windows lets nobody write to it then.
!macro LookWhetherOpen program
  ${If} ${FileExists} "$INSTDIR\prog\${program}"
    ClearErrors
    FileOpen $R0 "$INSTDIR\prog\${program}" a
    ${If} ${Errors}
      StrCpy $R2 1
    ${Else}
      FileClose $R0
    ${EndIf}
  ${EndIf}
!macroend

; Comes back once nobody runs the program; asks the person, or waits half a minute when there is nobody to ask.
; $R2 is 1 if it stays open: that was told, and nothing is left but to quit.
!macro WaitUntilClosed un
Function ${un}WaitUntilClosed
  StrCpy $R1 0
  ${Do}
    StrCpy $R2 0
    !insertmacro LookWhetherOpen cdadesk.exe
    !insertmacro LookWhetherOpen cdadesk-cli.exe
    ${If} $R2 = 0
      ${Break}
    ${EndIf}
    IntOp $R1 $R1 + 1
    ${If} $R1 >= 30
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(is_open)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 12
      ${Break}
      again:
      StrCpy $R1 25
    ${EndIf}
    Sleep 1000
  ${Loop}
FunctionEnd
!macroend

; Puts $R3.$R4 in the place of the folder $R3, which is $R3.old afterwards; $R2 becomes 1 where that cannot be, and all is as it was.
Function PutInPlace
  StrCpy $R2 0
  SetOutPath "$TEMP" ; the folder in which one is cannot be renamed
  ${If} ${FileExists} "$R3\*.*"
    ClearErrors
    Rename "$R3" "$R3.old"
    ${If} ${Errors}
      StrCpy $R2 1
      Return
    ${EndIf}
  ${EndIf}
  ClearErrors
  Rename "$R3.$R4" "$R3"
  ${If} ${Errors}
    StrCpy $R2 1
    Rename "$R3.old" "$R3"
  ${EndIf}
FunctionEnd

; A swap may have been cut off between its renames: then the program lies in prog.old, or its code in app.old. What lies there
; beside a whole program is the version before, which only lacks its name.
Function MendSwap
  ${If} ${FileExists} "$INSTDIR\prog.old\base.id"
    ${IfNot} ${FileExists} "$INSTDIR\prog\base.id"
      RMDir /r "$INSTDIR\prog"
      Rename "$INSTDIR\prog.old" "$INSTDIR\prog"
    ${ElseIfNot} ${FileExists} "$INSTDIR\prog.before\*.*"
      Rename "$INSTDIR\prog.old" "$INSTDIR\prog.before"
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\prog\app.old\*.*"
    ${IfNot} ${FileExists} "$INSTDIR\prog\app\*.*"
      Rename "$INSTDIR\prog\app.old" "$INSTDIR\prog\app"
    ${ElseIfNot} ${FileExists} "$INSTDIR\prog\app.before\*.*"
      Rename "$INSTDIR\prog\app.old" "$INSTDIR\prog\app.before"
    ${EndIf}
  ${EndIf}
FunctionEnd

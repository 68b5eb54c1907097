# Whether an installed cdadesk is whole and works: powershell -ExecutionPolicy Bypass -File verify.ps1
# Written without a Windows at hand; see CHECKLIST.md.
$ErrorActionPreference = "Stop"
$failed = 0
function Check([string] $what, [bool] $holds) {
    if ($holds) { Write-Output "ok      $what" } else { Write-Output "FAILED  $what"; $script:failed++ }
}

if (-not (Test-Path "HKCU:\Software\cdadesk")) {
    Write-Output "cdadesk is not installed for this person: sign in as the one who installed it."
    exit 1
}
$folder = (Get-ItemProperty "HKCU:\Software\cdadesk").InstallDir
$prog = Join-Path $folder "prog"
$entry = Get-ItemProperty "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\cdadesk"
Check "installed in $folder, version $($entry.DisplayVersion)" (Test-Path "$prog\cdadesk.exe")
Check "nothing is left of an earlier installation" (-not (Test-Path "$folder\prog.old") -and -not (Test-Path "$folder\prog.new"))

$python = Get-AuthenticodeSignature "$prog\runtime\python311.dll"
Check "Python is signed by the Python Software Foundation" ($python.Status -eq "Valid" -and $python.SignerCertificate.Subject -match "Python Software Foundation")

$told = & "$prog\cdadesk-cli.exe" --version
Check "the console says its version: $told" ($told -match [regex]::Escape($entry.DisplayVersion))

$test = Start-Process "$prog\cdadesk.exe" "--self-test" -Wait -PassThru
Check "database, paper and window work, without a network" ($test.ExitCode -eq 0)

$shortcut = Join-Path ([Environment]::GetFolderPath("Programs")) "cdadesk.lnk"
Check "there is an entry in the Start menu" (Test-Path $shortcut)

if ($failed) { Write-Output "$failed of the checks failed"; exit 1 }
Write-Output "all is well"

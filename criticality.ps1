# The door for Windows, as ./criticality is for Linux and macOS: criticality.cmd calls it.
#   .\criticality.cmd run     the main job: the list in print
#   .\criticality.cmd desk    the same in a browser, on this machine
# The first use makes .venv from the hash-locked requirements. Needs: Python 3.11 or newer, from the software centre.
# Settings: CRITICALITY_PYTHON (which Python to use), CRITICALITY_NO_INSTALL=1 (fetch no PDF library).
# Written for Windows PowerShell 5.1. Nobody has seen it run on Windows yet: docs/how-to/windows.md.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$venv = Join-Path $root '.venv'
$python = Join-Path $venv 'Scripts\python.exe'
$locks = 'requirements.lock', 'requirements-native.lock', 'requirements-desk.lock', 'requirements-cluster.lock', 'requirements-parquet.lock', 'requirements-signing.lock', 'pyproject.toml'

function Say([string] $chinese, [string] $english) {
    [Console]::Error.WriteLine("criticality: $chinese")
    [Console]::Error.WriteLine("             $english")
}

function Refuse([string] $chinese, [string] $english) {
    Say $chinese $english
    exit 3
}

# The fingerprint of what the environment is made from.
function Get-Fingerprint {
    $digests = foreach ($name in $locks) { (Get-FileHash -Algorithm SHA256 (Join-Path $root $name)).Hash }
    return ($digests -join "`n")
}

# The words that start a Python 3.11 or newer.
function Find-Python {
    $candidates = @()
    if ($env:CRITICALITY_PYTHON) { $candidates += , @($env:CRITICALITY_PYTHON) }
    $candidates += , @('py', '-3')
    $candidates += , @('python3')
    $candidates += , @('python')
    foreach ($words in $candidates) {
        if (-not (Get-Command $words[0] -ErrorAction SilentlyContinue)) { continue }
        $rest = @($words | Select-Object -Skip 1)
        & $words[0] @rest -c 'import sys; sys.exit(sys.version_info < (3, 11))'
        if ($LASTEXITCODE -eq 0) { return , $words }
    }
    Refuse '這部電腦沒有 Python 3.11 或更新的版本。請先安裝。' 'this machine has no Python 3.11 or newer. Install it first: winget install Python.Python.3.12'
}

function Install-Locked([string] $name) {
    & $python -m pip install --quiet --no-deps --no-input --disable-pip-version-check --require-hashes -r (Join-Path $root $name)
    if ($LASTEXITCODE -ne 0) {
        Refuse '無法安裝套件，原因見上方訊息。' "the packages of $name could not be installed; the reason stands above."
    }
}

function New-Environment {
    Say '首次使用，正在建立執行環境（只需一次）……' 'first use: making the Python environment, once ...'
    $words = Find-Python
    $rest = @($words | Select-Object -Skip 1)
    if (Test-Path $venv) { Remove-Item -Recurse -Force $venv }
    & $words[0] @rest -m venv $venv
    if ($LASTEXITCODE -ne 0) { Refuse '無法建立 .venv。' 'the Python environment (.venv) could not be made.' }
    Install-Locked 'requirements.lock'
    if (-not $env:CRITICALITY_NO_INSTALL) { Install-Locked 'requirements-native.lock' }
    # The source tree itself is on the path, by a relative name: no build, and the folder may be moved.
    Set-Content -Encoding ascii -Path (Join-Path $venv 'Lib\site-packages\criticality.pth') -Value '..\..\..\src'
    Set-Content -Encoding ascii -Path (Join-Path $venv '.stamp') -Value (Get-Fingerprint)
}

function Test-Stamp([string] $name) {
    $path = Join-Path $venv $name
    return (Test-Path $path) -and ((Get-Content -Raw $path).Trim() -replace "`r", '') -eq (Get-Fingerprint)
}

# What one command needs besides.
function Add-Extra([string] $lock, [string] $stamp) {
    if (Test-Stamp $stamp) { return }
    Install-Locked $lock
    Set-Content -Encoding ascii -Path (Join-Path $venv $stamp) -Value (Get-Fingerprint)
}

if ($args.Count -gt 0 -and $args[0] -eq 'test') {
    Refuse '測試須於 Linux 或 macOS 執行。' 'the tests run on Linux and macOS.'
}
if (-not (Test-Path $python) -or -not (Test-Stamp '.stamp')) { New-Environment }
if ($args.Count -gt 0 -and $args[0] -eq 'desk') { Add-Extra 'requirements-desk.lock' '.stamp-desk' }
if ($args -contains '--parquet') { Add-Extra 'requirements-parquet.lock' '.stamp-parquet' }
if ($args -match '^--(certificate|trust-roots)(=|$)') { Add-Extra 'requirements-signing.lock' '.stamp-signing' }
if ($args -match '^--cluster(=|$)') { Add-Extra 'requirements-cluster.lock' '.stamp-cluster' }
$env:PYTHONUTF8 = '1'
$env:CRITICALITY_PROGRAM = '.\criticality.cmd'
& $python -P -c 'import sys; sys.argv[0] = ''criticality''; from criticality.cli import main; sys.exit(main())' @args
exit $LASTEXITCODE

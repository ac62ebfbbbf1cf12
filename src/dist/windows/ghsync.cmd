@echo off
rem The launcher of ghsync for Windows.
setlocal
set "ghsync_folder=%~dp0.."
"%ghsync_folder%\runtime\bin\java.exe" -Xmx72m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto -Xlog:disable -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 "-XX:SharedArchiveFile=%ghsync_folder%\lib\classes.jsa" "-Dorg.sqlite.lib.path=%ghsync_folder%\lib" %GHSYNC_JAVA_OPTS% -jar "%ghsync_folder%\lib\ghsync.jar" %*

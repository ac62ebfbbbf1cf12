class Ghsync < Formula
  desc "Mirror of a GitHub repository in one SQLite file"
  homepage "https://github.com/@REPOSITORY@"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/ghsync-@VERSION@-macos-arm64.tar.gz"
      sha256 "@macos-arm64@"
    end
    on_intel do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/ghsync-@VERSION@-macos-x64.tar.gz"
      sha256 "@macos-x64@"
    end
  end
  on_linux do
    on_arm do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/ghsync-@VERSION@-linux-arm64.tar.gz"
      sha256 "@linux-arm64@"
    end
    on_intel do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/ghsync-@VERSION@-linux-x64.tar.gz"
      sha256 "@linux-x64@"
    end
  end

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/ghsync"
    man1.install_symlink Dir[libexec/"share/man/man1/*"]
    bash_completion.install_symlink libexec/"share/bash-completion/completions/ghsync"
    zsh_completion.install_symlink libexec/"share/zsh/vendor-completions/_ghsync"
    fish_completion.install_symlink libexec/"share/fish/vendor_completions.d/ghsync.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/ghsync --version")
  end
end
